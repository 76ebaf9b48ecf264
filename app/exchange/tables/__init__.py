"""Reading tables from files that other people made, safely."""

from app.exchange.tables.read import read_book, read_pasted
from app.exchange.tables.table import Book, Cell, CellError, NoValue, Table, Value, column_of, kind_of, letter

__all__ = ["Book", "Cell", "CellError", "NoValue", "Table", "Value", "column_of", "kind_of", "letter", "read_book",
           "read_pasted"]
