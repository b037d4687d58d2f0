"""The Excel workbook of a plan."""
def plan_workbook(document): raise NotImplementedError
