"""Small parts that know no app: verdicts, figures, dates, PDF."""
