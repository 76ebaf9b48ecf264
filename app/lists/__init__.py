"""Lists that other people made: one engine for every kind of list. It knows no database and no window.

A room declares a `Kind` (`kinds.py`): its fields with the words of their headings, how a cell is read (`cells.py`), and
what tells two rows apart. `open_list(kind, path, today)` or `paste_list` gives a `ListDraft` (`draft.py`):

1. Match: `sheets`, `use(sheet, heading_row)`, `together(sheets, field)`, `columns`, `assign(index, key)`,
   `fix(key, text)`, `say_order(index, order)`, `check(index)` -> `ColumnCheck`, `translate(key, raw, choice)`, `notes`,
   `missing()`; `layout` and `matches()` are what is remembered, `apply(matches)` takes it back.
2. Review: `review(known, step)` judges every row and compares it with what `known` says is on record. `rows`,
   `rows_of`, `counts`; `answer`, `choose`, `keep`, `accept`, `accept_kind`, `accept_all`, `leave_out`, `take_in`.
3. Record: `mode` ('add', 'update', 'both'), `effect()`, `ready()`; one command of the room records these rows.
"""
