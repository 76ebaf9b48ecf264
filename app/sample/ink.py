"""Signatures in the sample centre: a scribble drawn by a formula, nobody's hand."""

from __future__ import annotations

import io
import math

WIDTH, HEIGHT = 600, 220


def signature(number: int) -> bytes:
    """A PNG with a transparent ground, the same for the same number."""
    from PIL import Image, ImageDraw

    scale = 2  # drawn larger and shrunk, for smooth edges
    picture = Image.new("RGBA", (WIDTH * scale, HEIGHT * scale), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    points = [_point(t / 400, number) for t in range(401)]
    pen.line([(x * scale, y * scale) for x, y in points], fill=(30, 58, 120, 255), width=9 * scale, joint="curve")
    pen.line([(90 * scale, 172 * scale), (540 * scale, (150 + 8 * number) * scale)], fill=(30, 58, 120, 255),
             width=7 * scale)
    done = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(done, "PNG", optimize=True)
    return done.getvalue()


def _point(t: float, number: int) -> tuple[float, float]:
    loops = 3.5 + number
    fade = 1 - 0.55 * t
    x = 70 + 430 * t + 38 * fade * math.cos(2 * math.pi * loops * t)
    y = 100 - 62 * fade * math.sin(2 * math.pi * loops * t + 0.6 * number) + 30 * t
    return x, y
