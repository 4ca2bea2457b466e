"""The first office: all tables and guards of the first release."""

import sqlalchemy as sa
from alembic import op

import db.types
from db import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step forward."""
    op.create_table(
        "case_count",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_case_count")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column(
            "key_signature",
            sa.Text(),
            nullable=False,
            comment="the key before vouches for this one; empty on the first",
        ),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "holiday",
        sa.Column("day", db.types.Day(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
    op.create_table(
        "number_series",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False, comment="random name of this office's data, fixed at set-up"),
        sa.Column("root_public_key", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column(
            "profile",
            db.types.Json(),
            nullable=False,
            comment="letterhead, law cited, time zone, close of business, weekend",
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("roles", db.types.Json(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.Text(), nullable=False),
        sa.Column(
            "voucher",
            sa.Text(),
            nullable=False,
            comment="signature of the office root over name, roles and public key (E12)",
        ),
        sa.Column("created_at", db.types.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_person_sign_in_name")),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("sign_in_name", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", db.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sign_in_name", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "stored_file",
        sa.Column("digest", sa.Text(), nullable=False, comment="SHA-256 of the content, hex"),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", db.types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", db.types.Moment(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("registered_at", db.types.Moment(), nullable=True),
        sa.Column("applicant_reference", sa.Text(), nullable=False),
        sa.Column("end_use", sa.Text(), nullable=False),
        sa.Column("place_of_use", sa.Text(), nullable=False),
        sa.Column("countries_differ_reason", sa.Text(), nullable=False, comment="rule P-3"),
        sa.Column("exporter_informed", sa.Text(), nullable=False, comment="CK-11: yes, no, not asked"),
        sa.Column("exporter_aware", sa.Text(), nullable=False, comment="CK-11: yes, no, not asked"),
        sa.Column("duplicate_answer", sa.Text(), nullable=False, comment="T-01: why this is no duplicate"),
        sa.Column("officer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", db.types.Moment(), nullable=False),
        sa.Column("closed_at", db.types.Moment(), nullable=True),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("end_user_name", sa.Text(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.Column("annex_codes", sa.Text(), nullable=False),
        sa.Column("headline_outcome", sa.Text(), nullable=False),
        sa.Column("officer_name", sa.Text(), nullable=False),
        sa.Column("due_on", db.types.Day(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "(reference IS NULL) = (registered_at IS NULL)", name=op.f("ck_cases_number_with_registration")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_cases_created_by_person")),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"], name=op.f("fk_cases_officer_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index("ix_cases_annex_codes_id", "cases", ["annex_codes", "id"], unique=False)
    op.create_index("ix_cases_applicant_name_id", "cases", ["applicant_name", "id"], unique=False)
    op.create_index("ix_cases_closed_at_id", "cases", ["closed_at", "id"], unique=False)
    op.create_index("ix_cases_destination_id", "cases", ["destination", "id"], unique=False)
    op.create_index("ix_cases_due_on_id", "cases", ["due_on", "id"], unique=False)
    op.create_index("ix_cases_end_user_name_id", "cases", ["end_user_name", "id"], unique=False)
    op.create_index("ix_cases_goods_id", "cases", ["goods", "id"], unique=False)
    op.create_index("ix_cases_headline_outcome_id", "cases", ["headline_outcome", "id"], unique=False)
    op.create_index("ix_cases_kind_id", "cases", ["kind", "id"], unique=False)
    op.create_index(
        "ix_cases_officer_id_state_due_on_id", "cases", ["officer_id", "state", "due_on", "id"], unique=False
    )
    op.create_index("ix_cases_officer_name_id", "cases", ["officer_name", "id"], unique=False)
    op.create_index("ix_cases_received_at_id", "cases", ["received_at", "id"], unique=False)
    op.create_index("ix_cases_reference_id", "cases", ["reference", "id"], unique=False)
    op.create_index("ix_cases_state_annex_codes_id", "cases", ["state", "annex_codes", "id"], unique=False)
    op.create_index("ix_cases_state_applicant_name_id", "cases", ["state", "applicant_name", "id"], unique=False)
    op.create_index("ix_cases_state_closed_at_id", "cases", ["state", "closed_at", "id"], unique=False)
    op.create_index("ix_cases_state_destination_id", "cases", ["state", "destination", "id"], unique=False)
    op.create_index("ix_cases_state_due_on_id", "cases", ["state", "due_on", "id"], unique=False)
    op.create_index("ix_cases_state_end_user_name_id", "cases", ["state", "end_user_name", "id"], unique=False)
    op.create_index("ix_cases_state_goods_id", "cases", ["state", "goods", "id"], unique=False)
    op.create_index("ix_cases_state_headline_outcome_id", "cases", ["state", "headline_outcome", "id"], unique=False)
    op.create_index("ix_cases_state_id", "cases", ["state", "id"], unique=False)
    op.create_index("ix_cases_state_kind_id", "cases", ["state", "kind", "id"], unique=False)
    op.create_index("ix_cases_state_officer_name_id", "cases", ["state", "officer_name", "id"], unique=False)
    op.create_index("ix_cases_state_received_at_id", "cases", ["state", "received_at", "id"], unique=False)
    op.create_index("ix_cases_state_reference_id", "cases", ["state", "reference", "id"], unique=False)
    op.create_table(
        "case_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("part_number", sa.Text(), nullable=False),
        sa.Column("serial_numbers", sa.Text(), nullable=False),
        sa.Column("quantity", db.types.Exact(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_value", db.types.Exact(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column(
            "national_code", sa.Text(), nullable=False, comment="as the applicant states it; shown, never trusted"
        ),
        sa.Column(
            "specification",
            db.types.Json(),
            nullable=False,
            comment="list of {name, value, unit, source} as the applicant gives them",
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_line_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_line")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_case_line_case_id_number")),
    )
    op.create_index(op.f("ix_case_line_case_id"), "case_line", ["case_id"], unique=False)
    op.create_table(
        "case_party",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("registration_number", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("web_site", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_party_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_party")),
    )
    op.create_index(op.f("ix_case_party_case_id"), "case_party", ["case_id"], unique=False)
    op.create_table(
        "case_pause",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("issued_at", db.types.Moment(), nullable=False),
        sa.Column("answered_at", db.types.Moment(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_pause_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pause")),
    )
    op.create_index(op.f("ix_case_pause_case_id"), "case_pause", ["case_id"], unique=False)
    op.create_table(
        "chosen_condition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.Text(), nullable=False),
        sa.Column("parameters", db.types.Json(), nullable=False),
        sa.Column(
            "lines",
            db.types.Json(),
            nullable=False,
            comment="numbers of the lines it binds; empty for all granted lines",
        ),
        sa.Column("addition", sa.Text(), nullable=False),
        sa.Column(
            "struck_reason", sa.Text(), nullable=False, comment="a supervisor struck it, and why (letters.md §6)"
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_chosen_condition_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chosen_condition")),
        sa.UniqueConstraint("case_id", "condition_id", name=op.f("uq_chosen_condition_case_id_condition_id")),
    )
    op.create_index(op.f("ix_chosen_condition_case_id"), "chosen_condition", ["case_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("findings", db.types.Json(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("marking", sa.Text(), nullable=False),
        sa.Column("attached_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attached_at", db.types.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("state IN ('accepted', 'flagged', 'quarantined')", name=op.f("ck_document_state_known")),
        sa.ForeignKeyConstraint(["attached_by"], ["person.id"], name=op.f("fk_document_attached_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_document_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["file_digest"], ["stored_file.digest"], name=op.f("fk_document_file_digest_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("case_id", "file_digest", name=op.f("uq_document_case_id_file_digest")),
    )
    op.create_index(op.f("ix_document_case_id"), "document", ["case_id"], unique=False)
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False, comment="UTC, exactly as hashed"),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False, comment="canonical JSON"),
        sa.Column(
            "content", sa.Text(), nullable=False, comment="digest of the case, or of the office data, after the act"
        ),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_journal_case_id_cases")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_act_seq", "journal", ["act", "seq"], unique=False)
    op.create_index("ix_journal_case_id_seq", "journal", ["case_id", "seq"], unique=False)
    op.create_table(
        "recommendation_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reasons",
            sa.Text(),
            nullable=False,
            comment="what the clerk has typed so far; signed with the recommendation",
        ),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recommendation_draft_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_draft")),
        sa.UniqueConstraint("case_id", name=op.f("uq_recommendation_draft_case_id")),
    )
    op.create_index(op.f("ix_recommendation_draft_case_id"), "recommendation_draft", ["case_id"], unique=False)
    op.create_table(
        "recommendation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON of all that was on screen"),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column(
            "statement",
            sa.Text(),
            nullable=False,
            comment="canonical JSON that is signed: which content, by whom, when",
        ),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("signed_at", db.types.Moment(), nullable=False),
        sa.Column("signatures_needed", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('signed', 'accepted', 'returned', 'void', 'decided')", name=op.f("ck_recommendation_state_known")
        ),
        sa.CheckConstraint("signatures_needed IN (1, 2)", name=op.f("ck_recommendation_signatures_needed")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recommendation_case_id_cases")),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name=op.f("fk_recommendation_prepared_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("id", "prepared_by", name=op.f("uq_recommendation_id_prepared_by")),
    )
    op.create_index(op.f("ix_recommendation_case_id"), "recommendation", ["case_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "findings",
            db.types.Json(),
            nullable=False,
            comment="end-use class, WMD and contribution findings and the rest of §9.1",
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("assessed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assessed_at", db.types.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["assessed_by"], ["person.id"], name=op.f("fk_assessment_assessed_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assessment_case_id_cases")),
        sa.ForeignKeyConstraint(["line_id"], ["case_line.id"], name=op.f("fk_assessment_line_id_case_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("line_id", name=op.f("uq_assessment_line_id")),
    )
    op.create_index(op.f("ix_assessment_case_id"), "assessment", ["case_id"], unique=False)
    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fields", db.types.Json(), nullable=False, comment="F-01 to F-45 as typed, by id"),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("user_key", sa.Text(), nullable=False, comment="letters and figures of F-11, small"),
        sa.Column("signed_on", db.types.Day(), nullable=True),
        sa.Column("valid_until", db.types.Day(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False, comment="end-use-certificates.md §10; empty while none is set"),
        sa.Column("verdict_remark", sa.Text(), nullable=False),
        sa.Column("verdict_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verdict_at", db.types.Moment(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_certificate_case_id_cases")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_certificate_document_id_document")),
        sa.ForeignKeyConstraint(["verdict_by"], ["person.id"], name=op.f("fk_certificate_verdict_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(op.f("ix_certificate_case_id"), "certificate", ["case_id"], unique=False)
    op.create_index(op.f("ix_certificate_number"), "certificate", ["number"], unique=False)
    op.create_index(op.f("ix_certificate_user_key"), "certificate", ["user_key"], unique=False)
    op.create_table(
        "classification",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column(
            "inputs",
            db.types.Json(),
            nullable=False,
            comment="everything the engine saw; a re-run gives the same trace",
        ),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("codes", db.types.Json(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("trace", db.types.Json(), nullable=False),
        sa.Column("classified_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("classified_at", db.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_classification_case_id_cases")),
        sa.ForeignKeyConstraint(["classified_by"], ["person.id"], name=op.f("fk_classification_classified_by_person")),
        sa.ForeignKeyConstraint(["line_id"], ["case_line.id"], name=op.f("fk_classification_line_id_case_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
    )
    op.create_index(op.f("ix_classification_case_id"), "classification", ["case_id"], unique=False)
    op.create_index(op.f("ix_classification_line_id"), "classification", ["line_id"], unique=False)
    op.create_table(
        "countersignature",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column(
            "statement",
            sa.Text(),
            nullable=False,
            comment="canonical JSON that is signed: which content, by whom, when",
        ),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("signed_at", db.types.Moment(), nullable=False),
        sa.Column("voided_because", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answer = 'accepted' OR length(trim(reasons)) > 0", name=op.f("ck_countersignature_S_4_reasons")
        ),
        sa.CheckConstraint("answer IN ('accepted', 'returned')", name=op.f("ck_countersignature_answer_known")),
        sa.CheckConstraint(
            "person_id <> prepared_by", name=op.f("ck_countersignature_S_1_preparer_may_not_countersign")
        ),
        sa.CheckConstraint("position IN (1, 2)", name=op.f("ck_countersignature_position_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_countersignature_case_id_cases")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_countersignature_person_id_person")),
        sa.ForeignKeyConstraint(
            ["recommendation_id", "prepared_by"],
            ["recommendation.id", "recommendation.prepared_by"],
            name=op.f("fk_countersignature_recommendation_id_prepared_by_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_countersignature")),
        sa.UniqueConstraint("recommendation_id", "person_id", name="uq_countersignature_S_2_two_persons"),
        sa.UniqueConstraint(
            "recommendation_id", "position", name=op.f("uq_countersignature_recommendation_id_position")
        ),
    )
    op.create_index(op.f("ix_countersignature_case_id"), "countersignature", ["case_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recommendation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", db.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_decision_case_id_cases")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_decision_recommendation_id_recommendation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("recommendation_id", name=op.f("uq_decision_recommendation_id")),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)
    op.create_table(
        "line_outcome",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("granted_quantity", db.types.Exact(), nullable=True),
        sa.Column("reason_codes", db.types.Json(), nullable=False),
        sa.Column("paragraph", sa.Text(), nullable=False, comment="OPEN text for the letter (LT-05)"),
        sa.Column("reconsideration", sa.Text(), nullable=False, comment="OPEN: what might be changed (LT-06)"),
        sa.Column("heard", sa.Text(), nullable=False, comment="how the applicant was heard before a refusal (T-21)"),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_line_outcome_case_id_cases")),
        sa.ForeignKeyConstraint(["line_id"], ["case_line.id"], name=op.f("fk_line_outcome_line_id_case_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_outcome")),
        sa.UniqueConstraint("line_id", name=op.f("uq_line_outcome_line_id")),
    )
    op.create_index(op.f("ix_line_outcome_case_id"), "line_outcome", ["case_id"], unique=False)
    op.create_table(
        "policy_result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("inputs", db.types.Json(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("result", db.types.Json(), nullable=False, comment="trace, assurances, signatures needed"),
        sa.Column("decided_at", db.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_policy_result_case_id_cases")),
        sa.ForeignKeyConstraint(["line_id"], ["case_line.id"], name=op.f("fk_policy_result_line_id_case_line")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_result")),
    )
    op.create_index(op.f("ix_policy_result_case_id"), "policy_result", ["case_id"], unique=False)
    op.create_index(op.f("ix_policy_result_line_id"), "policy_result", ["line_id"], unique=False)
    op.create_table(
        "certificate_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False, comment="what the program had found when this was ticked"),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("checked_at", db.types.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_certificate_check_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_check_certificate_id_certificate")
        ),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_certificate_check_checked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_check")),
        sa.UniqueConstraint("certificate_id", "code", name=op.f("uq_certificate_check_certificate_id_code")),
    )
    op.create_index(op.f("ix_certificate_check_case_id"), "certificate_check", ["case_id"], unique=False)
    op.create_table(
        "certificate_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quantity", db.types.Exact(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("value", db.types.Exact(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("case_line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_certificate_line_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["case_line_id"], ["case_line.id"], name=op.f("fk_certificate_line_case_line_id_case_line")
        ),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_line_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_line")),
        sa.UniqueConstraint("certificate_id", "number", name=op.f("uq_certificate_line_certificate_id_number")),
    )
    op.create_index(op.f("ix_certificate_line_case_id"), "certificate_line", ["case_id"], unique=False)
    op.create_index(op.f("ix_certificate_line_certificate_id"), "certificate_line", ["certificate_id"], unique=False)
    op.create_table(
        "certificate_undertaking",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_certificate_undertaking_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_undertaking_certificate_id_certificate")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_undertaking")),
        sa.UniqueConstraint("certificate_id", "code", name=op.f("uq_certificate_undertaking_certificate_id_code")),
    )
    op.create_index(op.f("ix_certificate_undertaking_case_id"), "certificate_undertaking", ["case_id"], unique=False)
    op.create_table(
        "certificate_waiver",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("certificate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column(
            "about", sa.Text(), nullable=False, comment="the failure that was waived; another failure is not covered"
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("waived_at", db.types.Moment(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_certificate_waiver_reason_given")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_certificate_waiver_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certificate_waiver_certificate_id_certificate")
        ),
        sa.ForeignKeyConstraint(["waived_by"], ["person.id"], name=op.f("fk_certificate_waiver_waived_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_waiver")),
        sa.UniqueConstraint("certificate_id", "code", name=op.f("uq_certificate_waiver_certificate_id_code")),
    )
    op.create_index(op.f("ix_certificate_waiver_case_id"), "certificate_waiver", ["case_id"], unique=False)
    op.create_table(
        "classification_confirmation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("classification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("codes", db.types.Json(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confirmed_at", db.types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_classification_confirmation_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["classification_id"],
            ["classification.id"],
            name=op.f("fk_classification_confirmation_classification_id_classification"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_classification_confirmation_confirmed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["case_line.id"], name=op.f("fk_classification_confirmation_line_id_case_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_confirmation")),
        sa.UniqueConstraint("classification_id", name=op.f("uq_classification_confirmation_classification_id")),
    )
    op.create_index(
        op.f("ix_classification_confirmation_case_id"), "classification_confirmation", ["case_id"], unique=False
    )
    op.create_index(
        op.f("ix_classification_confirmation_line_id"), "classification_confirmation", ["line_id"], unique=False
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("dated", db.types.Day(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", db.types.Json(), nullable=False),
        sa.Column("facts_digest", sa.Text(), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issued_name", sa.Text(), nullable=False),
        sa.Column("issued_at", db.types.Moment(), nullable=False),
        sa.Column("anchor_seq", sa.Integer(), nullable=False),
        sa.Column("anchor_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_letter_case_id_cases")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_letter_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["file_digest"], ["stored_file.digest"], name=op.f("fk_letter_file_digest_stored_file")
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_letter_issued_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("number", name=op.f("uq_letter_number")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"], unique=False)
    op.create_table(
        "licence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("valid_from", db.types.Day(), nullable=False),
        sa.Column("valid_to", db.types.Day(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_licence_case_id_cases")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_licence_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_licence_letter_id")),
        sa.UniqueConstraint("number", name=op.f("uq_licence_number")),
    )
    op.create_index(op.f("ix_licence_case_id"), "licence", ["case_id"], unique=False)
    guards.install(op.get_bind())
