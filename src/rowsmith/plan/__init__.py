"""From a schema to a plan: every name resolved, every parameter checked, every field in order."""

from rowsmith.plan.compile import compile_plan
from rowsmith.plan.model import FieldPlan, Plan, TablePlan

__all__ = ["FieldPlan", "Plan", "TablePlan", "compile_plan"]
