#!/usr/bin/env python3
"""Makes the awkward files of this folder, with the programs that make such files.

    python3 -m venv VENV && VENV/bin/pip install openpyxl xlwt odfpy msoffcrypto-tool
    apt-get install --no-install-recommends libreoffice-calc
    VENV/bin/python tests/data/awkward/make.py

Every person in them is made up; telephone numbers are Ofcom's for drama, NHS numbers are from the 999 test range.
The files are committed; running this again changes bytes (dates of creation) but not what the tests read.
`expected.json` is written by hand: what a person who opens the file would say is in it.
"""

import csv
import datetime
import io
import pathlib
import re
import shutil
import subprocess
import tempfile
import zipfile

from msoffcrypto.format.ooxml import OOXMLFile
import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = pathlib.Path(__file__).parent
HEADER = ["id", "forename", "surname", "dob", "postcode"]
PEOPLE = [
    ["1", "Zoë", "Ashdown", "1980-02-03", "CO1 1AB"],
    ["2", "Renée", "O’Neill", "1975-11-30", "IP1 2CD"],
    ["3", "José", "Núñez", "1999-06-15", "CM2 3EF"],
]
PLAIN = [
    ["1", "Ann", "Ashdown", "1980-02-03", "CO1 1AB"],
    ["2", "Bob", "Birch", "1975-11-30", "IP1 2CD"],
    ["3", "Cat", "Cedar", "1999-06-15", "CM2 3EF"],
]


def text(rows, delimiter=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def save(name, data):
    (HERE / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def workbook(name, rows, change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    book.save(HERE / name)


def patched(name, source, part, change):
    """A copy of a ZIP file with one part changed."""
    with zipfile.ZipFile(HERE / source) as old, zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, change(data.decode()).encode() if item.filename == part else data)


def libreoffice(source, kind, name):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", kind,
             "--outdir", folder, str(HERE / source)], check=True, capture_output=True)
        shutil.move(f"{folder}/{pathlib.Path(source).stem}.{kind.split(':')[0]}", HERE / name)


def encodings():
    table = text([HEADER, *PEOPLE])
    save("utf8.csv", table)
    save("utf8-with-mark.csv", table.encode("utf-8-sig"))
    save("utf16le-with-mark.txt", text([HEADER, *PEOPLE], "\t").encode("utf-16-le").join([b"\xff\xfe", b""]))
    save("utf16be-with-mark.csv", b"\xfe\xff" + table.encode("utf-16-be"))
    save("utf16le-without-mark.csv", table.encode("utf-16-le"))
    save("utf16be-without-mark.csv", table.encode("utf-16-be"))
    save("windows-1252.csv", table.encode("cp1252"))
    save("macintosh.csv", text([HEADER, *PEOPLE], end="\r").encode("mac_roman"))
    save("utf8-with-one-broken-letter.csv", table.encode() + b"4,Andr\xe9,Oak,1980-01-02,CO1 1AB\r\n")
    save("windows-1252-late.csv", (text([HEADER, *PLAIN]) + "4,André,Oak,1980-01-02,CO1 1AB\r\n").encode("cp1252"))
    save("windows-1252-with-a-row-of-utf8.csv", table.encode("cp1252") + "4,André,Oak,1980-01-02,CO1 1AB\r\n".encode())


def delimiters():
    save("semicolons.csv", text([HEADER, *PLAIN], ";"))
    save("tabs.tsv", text([HEADER, *PLAIN], "\t"))
    save("pipes.txt", text([HEADER, *PLAIN], "|"))
    save("excel-sep-line.csv", "sep=;\r\n" + text([HEADER, *PLAIN], ";"))
    addresses = [["id", "name", "address"], ["1", "Ann Ashdown", "1 High Street, Wivenhoe; Essex"],
                 ["2", "Bob Birch", "The Elms, Low Road, Rye"], ["3", "Cat Cedar", "Flat 2, 7 Quay"]]
    save("commas-inside-quotes.csv", text(addresses))
    save("commas-inside-semicolons.csv", "id;name;address\r\n" + "".join(
        f"{a};{b};{c.replace(';', ',')}\r\n" for a, b, c in addresses[1:]))
    save("line-breaks-inside-quotes.csv", text([["id", "name", "address"], ["1", "Ann", "1 High Street\r\nRye"],
                                                ["2", "Bob", "2 Low Road\nAsh"], ["3", "Cat", "x"]]))
    save("old-macintosh-line-ends.csv", text([HEADER, *PLAIN], end="\r"))
    save("unquoted-comma.csv", text([HEADER, *PLAIN]) + "4,Dan,Dogwood, Junior,1980-01-02,CO1 1AB\r\n")
    save("unquoted-line-break.csv", text([HEADER, *PLAIN]) + "4,Dan,Dog\r\nwood,1980-01-02,CO1 1AB\r\n")
    save("unclosed-quotation-mark.csv", text([HEADER, PLAIN[0]]) + "2,\"Bob,Birch,1975-11-30,IP1 2CD\r\n" + text(PLAIN[2:]))


def headers():
    save("title-above-header.csv", text([["Clients open at 31 March 2025", "", "", "", ""], [""] * 5, HEADER, *PLAIN]))
    save("notes-above-header.csv", "Report: open clients\r\nOfficial - Sensitive\r\nRun by: Ann Example\r\n\r\n" + text([HEADER, *PLAIN]))
    save("no-header.csv", text(PLAIN))
    save("header-only.csv", text([HEADER]))
    save("only-blank-lines.csv", "\r\n\r\n,,\r\n")
    save("repeated-header.csv", text([["id", "Phone", "Phone", "name"], ["1", "07700900001", "", "Ann"], ["2", "", "07700900002", "Bob"]]))
    save("blank-header-cell.csv", text([["", "name", "dob"], ["0", "Ann", "1980-02-03"], ["1", "Bob", "1975-11-30"]]))
    save("spaces-around-header.csv", " id , forename ,surname\r\n1,Ann,Ashdown\r\n")


def widths():
    pad = lambda row, n=3: row + [""] * n
    save("excel-empty-rows-and-columns.csv", text([*map(pad, [HEADER, *PLAIN]), *([[""] * 8] * 4)]))
    save("comma-at-the-end-of-each-row.csv", text([HEADER, *(pad(row, 1) for row in PLAIN)]))
    long = [[str(n), "Ann", "Ash", "", ""] for n in range(1, 17)]
    long[0] = ["1", "Ann", "Ash", "1980-02-03", "CO1 1AB"]
    save("excel-cut-off-trailing-cells.csv", text([HEADER] + [
        row if n < 5 else row[:3] for n, row in enumerate(long)]))
    save("cut-off-download.csv", text([HEADER, *PLAIN])[:-18])
    save("total-at-the-end.csv", text([HEADER, *PLAIN, ["Total", "", "", "", "3"]]))
    save("count-and-note-at-the-end.csv", text([HEADER, *PLAIN]) + "\r\n3 records\r\nEnd of report\r\n")
    save("one-cell-in-last-row.csv", text([HEADER, *PLAIN, ["4", "", "", "", ""]]))


def damage():
    save("nhs-numbers-rounded.csv", text([["id", "NHS number"], ["1", "9.99123E+09"], ["2", "9991234567"], ["3", "9.99E+09"]]))
    save("lost-leading-zeros.csv", text([["id", "Mobile"], ["1", "7700900001"], ["2", "07700900002"], ["3", "7700900003"]]))
    save("dates-both-ways.csv", text([["id", "dob"], ["1", "31/12/1980"], ["2", "12/31/1980"], ["3", "25/01/1990"], ["4", "01/02/1990"]]))
    save("hashes.csv", text([["id", "dob"], ["1", "########"], ["2", "1980-02-03"]]))
    save("day-numbers.csv", text([["id", "Date of birth"], ["1", "29254"], ["2", "1975-11-30"]]))
    save("codes-as-months.csv", text([["id", "Ward"], ["1", "APR2"], ["2", "1-Mar"], ["3", "Mar-01"]]))
    save("error-values.csv", text([["id", "name"], ["1", "#N/A"], ["2", "Ann"], ["3", "#REF!"]]))


def xlsx():
    workbook("plain.xlsx", [HEADER, *PEOPLE])
    day = datetime.date

    def dates(book, sheet):
        for row, value in enumerate([day(1980, 2, 3), day(1900, 1, 1), datetime.datetime(2025, 10, 13, 12, 59, 2)], 2):
            sheet.cell(row, 2, value)
        sheet["B5"] = 60
        sheet["B5"].number_format = "dd/mm/yyyy"
        sheet["B6"] = datetime.time(9, 30)
    workbook("dates.xlsx", [["id", "when"], [1], [2], [3], [4], [5]], dates)

    def mac(book, sheet):
        book.epoch = CALENDAR_MAC_1904
        sheet["B2"] = day(1980, 2, 3)
    workbook("dates-of-1904.xlsx", [["id", "dob"], [1]], mac)

    def numbers(book, sheet):
        for row, (value, form) in enumerate([(9991234567, "General"), (7700900001, "00000000000"),
                                             (9991234567, "000 000 0000"), (12.5, "General"), (1234567890123456, "0")], 2):
            sheet.cell(row, 2, value).number_format = form
            sheet.cell(row, 1, row)
    workbook("numbers.xlsx", [["id", "number"]], numbers)
    workbook("truth-values-and-formulas.xlsx", [["id", "active", "sum"], [1, True, "=1+2"], [2, False, "=NA()"]])
    libreoffice("truth-values-and-formulas.xlsx", "xlsx", "truth-values-and-formulas.xlsx")

    def hidden_sheet(book, sheet):
        sheet.title = "Lists"
        sheet.sheet_state = "hidden"
        book.create_sheet("Cover")
        people = book.create_sheet("People")
        for row in [HEADER, *PLAIN]:
            people.append(row)
        book.active = 1
    workbook("hidden-and-empty-sheets.xlsx", [["yes"], ["no"]], hidden_sheet)

    def hidden(book, sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
    workbook("hidden-rows-and-columns.xlsx", [HEADER, *PLAIN], hidden)

    def merged(book, sheet):
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("B4:B5")
    workbook("title-and-merged-cells.xlsx", [["Clients open in March"], [], HEADER, *PLAIN], merged)
    workbook("stray-far-cell.xlsx", [HEADER, *PLAIN], lambda book, sheet: sheet.cell(1048576, 16384, "x"))
    workbook("note-beside-table.xlsx", [HEADER, *PLAIN], lambda book, sheet: sheet.cell(3, 8, "check this one"))
    workbook("no-header.xlsx", PLAIN)
    workbook("total-at-the-end.xlsx", [HEADER, *PLAIN, [], ["Total", 3]])
    workbook("empty.xlsx", [])

    def flipped(book, sheet):
        for row, value in enumerate([day(1980, 3, 2), "25/12/1975", day(1999, 6, 5)], 2):
            sheet.cell(row, 1, row)
            sheet.cell(row, 2, value)
    workbook("dates-half-taken.xlsx", [["id", "dob"]], flipped)

    def month(book, sheet):
        sheet["B2"] = day(2025, 3, 1)
        sheet["B2"].number_format = "d-mmm"
        sheet["B3"] = "APR2"
    workbook("codes-as-months.xlsx", [["id", "Ward"], [1], [2]], month)
    whole = (HERE / "plain.xlsx").read_bytes()
    save("cut-off.xlsx", whole[:len(whole) // 2])
    with open(HERE / "plain.xlsx", "rb") as plain, open(HERE / "password.xlsx", "wb") as out:
        OOXMLFile(plain).encrypt("made-up", out)
    patched("broken-xml.xlsx", "plain.xlsx", "xl/worksheets/sheet1.xml", lambda xml: xml[:len(xml) // 2])
    patched("cells-without-addresses.xlsx", "plain.xlsx", "xl/worksheets/sheet1.xml",
            lambda xml: re.sub(r'(<c|<row) r="[A-Z0-9]+"', r"\1", xml))
    patched("cell-address-beyond-the-last-row.xlsx", "plain.xlsx", "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace('r="A4"', 'r="A99999999999"'))


def xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("People")
    for r, row in enumerate([["id", "name", "dob", "NHS number", "ok"], [1, "Zoë", None, 9991234567, True]]):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    sheet.write(1, 2, datetime.date(1980, 2, 3), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    sheet.write(2, 0, 2)
    sheet.write_merge(2, 2, 1, 2, "merged")
    sheet.write(2, 3, xlwt.Formula("9991234500+68"))
    book.save(str(HERE / "excel-2003.xls"))
    libreoffice("excel-2003.xls", "xls:MS Excel 97", "excel-2003.xls")
    save("cut-off.xls", (HERE / "excel-2003.xls").read_bytes()[:2000])


def ods():
    libreoffice("dates.xlsx", "ods", "dates.ods")
    libreoffice("hidden-and-empty-sheets.xlsx", "ods", "hidden-and-empty-sheets.ods")
    # LibreOffice writes truth values of another program's file as numbers that are shown as TRUE and FALSE.
    libreoffice("truth-values-and-formulas.xlsx", "ods", "truth-values-and-formulas.ods")
    doc = OpenDocumentSpreadsheet()
    table = Table(name="People")
    doc.spreadsheet.addElement(table)
    for row in [["id", "name", "phone"], ["1", "Zoë", "07700900001"], ["2", "Bob", "07700900002"]]:
        line = TableRow()
        table.addElement(line)
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
    far = TableRow(numberrowsrepeated=1048000)
    far.addElement(TableCell(numbercolumnsrepeated=16384))
    table.addElement(far)
    doc.save(str(HERE / "repeated-empty-cells.ods"))
    patched("bomb.ods", "repeated-empty-cells.ods", "content.xml", lambda xml: xml.replace(
        'table:number-columns-repeated="16384"', 'table:number-columns-repeated="16384" office:value-type="string"'))


def other_kinds():
    save("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    save("html-saved-as.xls", "<html><body><table><tr><th>id</th></tr><tr><td>1</td></tr></table></body></html>")
    save("excel-2003-xml-saved-as.xls", '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
         '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>')
    save("records.json", '[{"id": 1, "name": "Ann"}]')
    with zipfile.ZipFile(HERE / "letter.docx", "w") as docx:
        docx.writestr("[Content_Types].xml", "<Types/>")
        docx.writestr("word/document.xml", "<document/>")
    with zipfile.ZipFile(HERE / "archive.zip", "w") as archive:
        archive.writestr("people.csv", text([HEADER, *PLAIN]))
    save("nothing.csv", b"")


if __name__ == "__main__":
    for make in (encodings, delimiters, headers, widths, damage, xlsx, xls, ods, other_kinds):
        make()
