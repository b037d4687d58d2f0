"""Taking in what people worked on outside: the workbook of a draft, and rows pasted from a spreadsheet."""
