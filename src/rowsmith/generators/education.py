"""Schools and universities: courses whose code, name and credits agree, grades, degrees."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import pyarrow as pa
from pydantic import Field

from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import bell, measured, whole
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes

enumerations.register("education")

Precision = Annotated[int, Field(ge=0, le=9)]


@semantic_type(example="CS 220", aliases=("course_id", "course_number"))
def course_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The code of the row's course: `CS 220`."""
    return attribute(stream, rows, context, "courses", "code")


@semantic_type(example="Data Structures", aliases=("course", "course_title", "class"))
def course_name(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's course: `Data Structures`."""
    return attribute(stream, rows, context, "courses", "name")


@semantic_type(example="Computer Science", aliases=("school_subject",))
def course_subject(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The subject of the row's course: `Computer Science`."""
    return attribute(stream, rows, context, "courses", "subject")


@semantic_type(example="3.24", aliases=("grade_point_average", "cgpa"))
def gpa(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 1.6,
    max_value: float = 4.0,
    precision: Precision = 2,
) -> pa.Array:
    """A grade point average: `3.24`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="78", aliases=("score", "marks", "percentage_score", "quiz_score"))
def exam_score(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 30, max_value: int = 100
) -> pa.Array:
    """Points in an exam: `78`."""
    drawn = np.floor(bell(stream, rows, min_value, max_value + 1)).astype(np.int64)
    return pa.array(np.minimum(drawn, max_value))


@semantic_type(example="94.5", aliases=("attendance_percent",))
def attendance_rate(
    stream: Stream,
    rows: Rows,
    context: Context,
    *,
    min_value: float = 70,
    max_value: float = 100,
    precision: Precision = 1,
) -> pa.Array:
    """How often a pupil was there, in per cent: `94.5`."""
    return measured(bell, stream, rows, min_value, max_value, precision)


@semantic_type(example="S20481736", aliases=("student_number", "matriculation_number", "student_no"))
def student_id(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a student: `S20481736`."""
    return codes.code_text(stream, rows, context, "S########")


@semantic_type(example="2021", aliases=("year_of_graduation", "class_year", "grad_year"))
def graduation_year(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 1990, max_value: int = 2027
) -> pa.Array:
    """The year somebody finished school: `2021`."""
    return pa.array(whole(stream, rows, min_value, max_value))
