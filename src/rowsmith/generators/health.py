"""Patients and care: diagnoses, vital signs and laboratory values that agree with each other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from rowsmith import strings
from rowsmith.generators import enumerations
from rowsmith.generators.entities import attribute, number
from rowsmith.generators.semantic import semantic_type
from rowsmith.sampling.context import Context
from rowsmith.sampling.spreads import F64, I64, bell, kept, rounded
from rowsmith.sampling.streams import Rows, Stream
from rowsmith.writing import codes
from rowsmith.writing.checkdigits import luhn

enumerations.register("health")

_NPI_PREFIX_SUM = 24
"""What the constant 80840 before every NPI adds to its Luhn sum."""


@semantic_type(
    example="E11.9", aliases=("icd", "icd_10", "icd_code", "icd10_code", "diagnosis_code", "dx_code")
)
def icd10(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The ICD-10 code of the row's diagnosis: `E11.9`."""
    return attribute(stream, rows, context, "diagnoses", "code")


@semantic_type(
    example="Type 2 diabetes mellitus without complications",
    aliases=("diagnosis_description", "medical_condition", "disease", "icd_description", "primary_diagnosis"),
)
def diagnosis(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The row's diagnosis in words: `Type 2 diabetes mellitus without complications`."""
    return attribute(stream, rows, context, "diagnoses", "description")


@semantic_type(example="99213", aliases=("cpt", "procedure_code", "billing_code"))
def cpt_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The billing code of the row's procedure: `99213`."""
    return attribute(stream, rows, context, "procedures", "code")


@semantic_type(
    example="Lipid panel", aliases=("procedure_name", "procedure_description", "medical_procedure")
)
def procedure(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The row's procedure in words: `Lipid panel`."""
    return attribute(stream, rows, context, "procedures", "description")


@semantic_type(
    example="Atorvastatin", aliases=("drug", "drug_name", "medicine", "medication_name", "prescription")
)
def medication(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The name of the row's medicine: `Atorvastatin`."""
    return attribute(stream, rows, context, "medications", "name")


@semantic_type(example="20 mg", aliases=("dose", "strength", "drug_strength", "medication_dose"))
def dosage(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The strength of the row's medicine: `20 mg`."""
    return attribute(stream, rows, context, "medications", "strength")


@semantic_type(example="statin", aliases=("medication_class", "therapeutic_class"))
def drug_class(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What kind of medicine the row's is: `statin`."""
    return attribute(stream, rows, context, "medications", "drug_class")


@semantic_type(example="oral", aliases=("route_of_administration", "drug_route"))
def administration_route(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """How the row's medicine is given: `oral`."""
    return attribute(stream, rows, context, "medications", "route")


@semantic_type(example="Hemoglobin", aliases=("test_name", "lab_test_name", "laboratory_test", "analyte"))
def lab_test(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """What the row's laboratory test measures: `Hemoglobin`."""
    return attribute(stream, rows, context, "lab_tests", "name")


@semantic_type(example="718-7", aliases=("loinc",))
def loinc_code(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The LOINC code of the row's laboratory test: `718-7`."""
    return attribute(stream, rows, context, "lab_tests", "loinc")


@semantic_type(example="g/dL", aliases=("lab_units", "result_unit"))
def lab_unit(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The unit of the row's laboratory value: `g/dL`."""
    return attribute(stream, rows, context, "lab_tests", "unit")


def _lab(rows: Rows, context: Context) -> tuple[F64, F64, F64]:
    """The reference range of each row's test, and its value: now and then outside."""
    low = number(rows, context, "lab_tests", "low")
    high = number(rows, context, "lab_tests", "high")
    place = bell(context.entity("lab_tests"), rows, -0.35, 1.35, "value")
    scale = np.array([1.0, 10.0, 100.0])[number(rows, context, "lab_tests", "decimals").astype(np.int64)]
    value = np.maximum(low + (high - low) * place, low * 0.4)
    return low, high, np.floor(value * scale + 0.5) / scale


@semantic_type(example="14.2", aliases=("lab_result", "test_value", "result_value", "measured_value"))
def lab_value(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The value that the row's laboratory test gave: `14.2`."""
    return pa.array(_lab(rows, context)[2])


@semantic_type(example="normal", aliases=("abnormal_flag", "result_flag", "lab_result_flag"))
def lab_flag(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Whether the row's laboratory value lies in its range: `normal`, `low` or `high`."""
    low, high, value = _lab(rows, context)
    return strings.pick(pa.array(["normal", "low", "high"]), np.where(value < low, 1, (value > high) * 2))


def _pressure(rows: Rows, context: Context) -> tuple[I64, I64]:
    entity = context.entity("vitals")
    upper = np.floor(bell(entity, rows, 84, 166, "systolic")).astype(np.int64)
    lower = np.floor(upper * 0.5 + bell(entity, rows, 6, 32, "diastolic")).astype(np.int64)
    return upper, lower


@semantic_type(example="122", aliases=("systolic_bp", "systolic_blood_pressure", "bp_systolic", "sbp"))
def systolic(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The upper blood pressure in mmHg: `122`."""
    return pa.array(_pressure(rows, context)[0])


@semantic_type(example="79", aliases=("diastolic_bp", "diastolic_blood_pressure", "bp_diastolic", "dbp"))
def diastolic(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The lower blood pressure in mmHg, below the row's upper one: `79`."""
    return pa.array(_pressure(rows, context)[1])


@semantic_type(example="122/79", aliases=("bp", "bp_reading"))
def blood_pressure(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Both pressures of the row in mmHg: `122/79`."""
    upper, lower = _pressure(rows, context)
    numbers = pa.array([str(value) for value in range(200)])
    return strings.join(rows.count, (numbers, upper), "/", (numbers, lower))


def _whole(stream: Stream, rows: Rows, low: float, high: float) -> pa.Array:
    drawn = np.floor(bell(stream, rows, low, high + 1))
    return pa.array(np.minimum(drawn, np.floor(high)).astype(np.int64))


@semantic_type(example="72", aliases=("pulse", "bpm", "pulse_rate", "heartrate", "resting_heart_rate"))
def heart_rate(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 48, max_value: int = 108
) -> pa.Array:
    """Beats a minute: `72`."""
    return _whole(stream, rows, min_value, max_value)


@semantic_type(example="16", aliases=("resp_rate", "breathing_rate", "respirations"))
def respiratory_rate(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 10, max_value: int = 24
) -> pa.Array:
    """Breaths a minute: `16`."""
    return _whole(stream, rows, min_value, max_value)


@semantic_type(example="98", aliases=("spo2", "o2_saturation", "oxygen_level"))
def oxygen_saturation(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 93, max_value: int = 100
) -> pa.Array:
    """Oxygen in the blood in per cent: `98`."""
    return _whole(stream, rows, min_value, max_value)


@semantic_type(example="36.8", aliases=("body_temp", "patient_temperature", "temp_celsius"))
def body_temperature(
    stream: Stream, rows: Rows, context: Context, *, min_value: float = 35.6, max_value: float = 38.6
) -> pa.Array:
    """Body temperature in degrees Celsius: `36.8`."""
    return pa.array(kept(rounded(bell(stream, rows, min_value, max_value), 1), min_value, max_value))


@semantic_type(example="94", aliases=("blood_glucose", "blood_sugar", "glucose_level"))
def glucose(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 62, max_value: int = 158
) -> pa.Array:
    """Blood glucose in mg/dL: `94`."""
    return _whole(stream, rows, min_value, max_value)


@semantic_type(example="187", aliases=("total_cholesterol", "cholesterol_level"))
def cholesterol(
    stream: Stream, rows: Rows, context: Context, *, min_value: int = 110, max_value: int = 290
) -> pa.Array:
    """Total cholesterol in mg/dL: `187`."""
    return _whole(stream, rows, min_value, max_value)


def _build(rows: Rows, context: Context) -> tuple[F64, F64]:
    """Height in cm and weight in kg of each row's person."""
    entity = context.entity("build")
    height = rounded(bell(entity, rows, 146, 200, "height"), 0)
    index = bell(entity, rows, 17, 38, "bmi")
    return height, rounded(index * (height / 100) * (height / 100), 1)


@semantic_type(example="174", aliases=("height", "height_in_cm"))
def height_cm(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Height in centimetres: `174`."""
    return pa.array(_build(rows, context)[0].astype(np.int64))


@semantic_type(example="71.5", aliases=("weight_in_kg", "patient_weight"))
def weight_kg(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Weight in kilograms, fitting the row's height: `71.5`."""
    return pa.array(_build(rows, context)[1])


@semantic_type(example="23.6", aliases=("body_mass_index",))
def bmi(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Body mass index, computed from the row's height and weight: `23.6`."""
    height, weight = _build(rows, context)
    return pa.array(rounded(weight / ((height / 100) * (height / 100)), 1))


@semantic_type(example="3", aliases=("pain_level", "pain_scale"))
def pain_score(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """Pain from 0 to 10: `3`."""
    return pa.array(np.maximum(np.floor(bell(stream, rows, -3, 11)), 0).astype(np.int64))


@semantic_type(example="1234567893", aliases=("npi_number", "provider_npi", "physician_npi", "provider_id"))
def npi(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of a provider in the United States, with its Luhn digit: `1234567893`."""
    payload = codes.code(stream, rows, context, "1########")
    return strings.template(rows.count, payload, luhn(payload, _NPI_PREFIX_SUM))


@semantic_type(
    example="MRN-04829173", aliases=("medical_record_number", "patient_id", "patient_number", "chart_number")
)
def mrn(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """A patient's record number: `MRN-04829173`."""
    return codes.code_text(stream, rows, context, "MRN-########")


@semantic_type(
    example="POL-482917365", aliases=("policy_no", "insurance_number", "insurance_id", "member_number")
)
def policy_number(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The number of an insurance policy: `POL-482917365`."""
    return codes.code_text(stream, rows, context, "POL-#########")


@semantic_type(example="50234-417-30", aliases=("ndc_code", "national_drug_code"))
def ndc(stream: Stream, rows: Rows, context: Context) -> pa.Array:
    """The code of a medicine's package in the United States: `50234-417-30`."""
    return codes.code_text(stream, rows, context, "!####-###-##")
