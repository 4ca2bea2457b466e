"""Recommendation, countersignatures and decision of a case: four eyes in code, as the database holds them too."""
