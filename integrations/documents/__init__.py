"""How do figures leave the house as office files, and how do tables come in?

Out: a `report` becomes a workbook (`sheet`) or an official letter (`letter`). In: `table_in` reads a filled-in sheet.
"""
