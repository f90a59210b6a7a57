"""Draws what growth.py measured: docs/growth.svg and the table in docs/speed.md."""

import math
import os

BEGIN, END = "<!-- benches/growth.py writes from here -->", "<!-- to here -->"

# What is drawn and said: name, place, template, column of seconds, column of bytes, colour.
SERIES = [
    ("prepare, both files", "native", "person", "prepare", "#1d70b8"),
    ("match", "native", "person", "match", "#00703c"),
    ("match by probability", "native", "person-linker", "match", "#b58840"),
    ("match in Chromium", "chromium", "person", "match", "#912b88"),
    ("the same by probability", "chromium", "person-linker", "match", "#d4351c"),
]
PANEL, GAP, TOP, HEIGHT, LEFT, LABELS = 300, 230, 56, 320, 62, 190


def write(rows, docs):
    with open(os.path.join(docs, "growth.svg"), "w", encoding="utf-8") as out:
        out.write(chart(rows))
    page = os.path.join(docs, "speed.md")
    with open(page, encoding="utf-8") as read:
        before, _, rest = read.read().partition(BEGIN)
    after = rest.partition(END)[2]
    with open(page, "w", encoding="utf-8") as out:
        out.write(f"{before}{BEGIN}\n\n{table(rows)}\n{END}{after}")


def points(rows, place, template, column):
    """(people, value) of one series, where it was measured."""
    return [(int(row["people"]), float(row[column])) for row in rows
            if row["place"] == place and row["template"] == template and row[column]]


# The table ------------------------------------------------------------------------------------------------------------


def seconds(text):
    if not text:
        return ""
    value = float(text)
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def megabytes(text):
    return f"{float(text) / 1e6:,.0f}" if text else ""


def table(rows):
    machines = sorted({row["machine"] for row in rows})
    parts = [f"Measured on: {'; '.join(machines)}.\n"]
    by_template = {"person": "By match keys and similarity (template `person`)",
                   "person-linker": "By the probability model (template `person-linker`)"}
    for template, title in by_template.items():
        model = template == "person-linker"
        parts.append(f"{title}:\n")
        parts.append("| people a party | prepare both files, s | MB | match, s | MB | " + ("precision and recall | as estimated without truth | " if model else "precision and recall | ")
                     + "F1 | match in Chromium, s | MB |")
        parts.append("|---:|---:|---:|---:|---:|" + ("---|---|" if model else "---|") + "---:|---:|---:|")
        chromium = {row["people"]: row for row in rows if row["place"] == "chromium" and row["template"] == template}
        for row in rows:
            if row["place"] != "native" or row["template"] != template:
                continue
            page = chromium.get(row["people"], {})
            quality = [f"{float(row['precision']):.4f}, {float(row['recall']):.4f}"]
            if model:
                quality.append(f"{float(row['estimated_precision']):.4f}, {float(row['estimated_recall']):.4f}")
            cells = [f"{int(row['people']):,}", seconds(row["prepare_seconds"]), megabytes(row["prepare_bytes"]),
                     seconds(row["match_seconds"]), megabytes(row["match_bytes"]), *quality, f"{float(row['f1']):.4f}",
                     seconds(page.get("match_seconds")), megabytes(page.get("match_bytes"))]
            parts.append("| " + " | ".join(cells) + " |")
        parts.append("")
    return "\n".join(parts)


# The chart ------------------------------------------------------------------------------------------------------------


class Panel:
    """A log-log panel: people across, something else up."""

    def __init__(self, left, title, series, tick):
        self.left, self.title, self.series, self.tick = left, title, [each for each in series if each[1]], tick
        across = [people for _, found, _ in self.series for people, _ in found] or [10_000, 1_000_000]
        up = [value for _, found, _ in self.series for _, value in found] or [1, 10]
        self.across = decades(across)
        self.up = decades(up)

    def x(self, people):
        return self.left + PANEL * share(people, self.across)

    def y(self, value):
        return TOP + HEIGHT * (1 - share(value, self.up))

    def draw(self):
        parts = [text(self.left, TOP - 24, self.title, weight="bold")]
        for value in powers(self.up):
            y = self.y(value)
            parts.append(line(self.left, y, self.left + PANEL, y, "#dddddd"))
            parts.append(text(self.left - 8, y + 4, self.tick(value), anchor="end"))
        for people in powers(self.across):
            x = self.x(people)
            parts.append(line(x, TOP, x, TOP + HEIGHT, "#dddddd"))
            parts.append(text(x, TOP + HEIGHT + 20, f"{int(people):,}", anchor="middle"))
        parts.append(text(self.left + PANEL / 2, TOP + HEIGHT + 42, "people a party", anchor="middle"))
        labels = []
        for name, found, colour in self.series:
            path = " ".join(f"{self.x(people):.1f},{self.y(value):.1f}" for people, value in found)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            parts += [f'<circle cx="{self.x(people):.1f}" cy="{self.y(value):.1f}" r="3" fill="{colour}"/>' for people, value in found]
            labels.append([self.y(found[-1][1]), self.x(found[-1][0]), name, colour])
        # Names stand beside the last point, and below each other where points are close.
        lowest = -math.inf
        for y, x, name, colour in sorted(labels):
            lowest = max(y, lowest + 16)
            parts.append(text(max(x, self.left + PANEL) + 10, lowest + 4, name, colour=colour))
        return "\n".join(parts)


def decades(values):
    return math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)


def powers(bounds):
    return [10.0**power for power in range(bounds[0], bounds[1] + 1)]


def share(value, bounds):
    return (math.log10(value) - bounds[0]) / max(bounds[1] - bounds[0], 1)


def line(x1, y1, x2, y2, colour):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def text(x, y, words, anchor="start", weight="normal", colour="#0b0c0c"):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">{words}</text>'


def chart(rows):
    def series(unit, scale=1.0):
        return [(name, [(people, value / scale) for people, value in points(rows, place, template, f"{step}_{unit}")], colour)
                for name, place, template, step, colour in SERIES]
    number = lambda value: f"{value:g}" if value < 1000 else f"{value:,.0f}"
    panels = [Panel(LEFT, "Seconds", series("seconds"), number), Panel(LEFT + PANEL + GAP, "Memory at its height, MB", series("bytes", 1e6), number)]
    width, height = LEFT + 2 * PANEL + GAP + LABELS, TOP + HEIGHT + 60
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        'aria-label="Seconds and memory by people a party, on logarithmic scales; the table has the figures" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *[panel.draw() for panel in panels],
        "</svg>", ""])
