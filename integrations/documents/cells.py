"""How is a value put into a cell so that it stays what it is: text as text, never a formula?"""

from openpyxl.cell import Cell

from integrations.documents.characters import printable
from integrations.documents.report import Value

# What spreadsheet programs may take for the start of a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
# The second condition prints what only rounds up to a whole as less than one, as `report.shown` does.
NUMBER_FORMATS = {"text": "General", "number": "General", "percent": '[>=1]0%;[>=0.99995]"99.99%";0.00%'}


def put(cell: Cell, value: Value) -> None:
    """Numbers become numbers, None an empty cell. Text keeps its letters, also when somebody edits the cell later;
    Excel holds 32,767 characters in a cell, what is longer is cut."""
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = printable(value)
    cell.data_type = "s"  # the library would guess a formula from =, an error from #N/A
    cell.quotePrefix = cell.value.startswith(FORMULA_STARTS)
