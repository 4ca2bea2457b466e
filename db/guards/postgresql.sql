-- Guards of the office database on PostgreSQL: frozen rows, four eyes, numbers given one by one, counts, search.
-- Statements are parted by a line that holds only '--'. They carry no data of their own: a migration that
-- changes one installs the whole list anew.
--
CREATE FUNCTION casement_frozen_journal() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'the journal is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_journal BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION casement_frozen_journal()
--
ALTER TABLE journal ENABLE ALWAYS TRIGGER frozen_journal
--
CREATE TRIGGER kept_journal BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_journal()
--
ALTER TABLE journal ENABLE ALWAYS TRIGGER kept_journal
--
CREATE FUNCTION casement_frozen_checkpoint() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'a checkpoint never changes' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_checkpoint BEFORE UPDATE OR DELETE ON checkpoint
FOR EACH ROW EXECUTE FUNCTION casement_frozen_checkpoint()
--
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER frozen_checkpoint
--
CREATE TRIGGER kept_checkpoint BEFORE TRUNCATE ON checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_checkpoint()
--
ALTER TABLE checkpoint ENABLE ALWAYS TRIGGER kept_checkpoint
--
CREATE FUNCTION casement_frozen_stored_file() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'stored files are never edited (AU-4)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_stored_file BEFORE UPDATE OR DELETE ON stored_file
FOR EACH ROW EXECUTE FUNCTION casement_frozen_stored_file()
--
ALTER TABLE stored_file ENABLE ALWAYS TRIGGER frozen_stored_file
--
CREATE TRIGGER kept_stored_file BEFORE TRUNCATE ON stored_file
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_stored_file()
--
ALTER TABLE stored_file ENABLE ALWAYS TRIGGER kept_stored_file
--
CREATE FUNCTION casement_frozen_classification() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'a classification is frozen; run the classifier again' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_classification BEFORE UPDATE OR DELETE ON classification
FOR EACH ROW EXECUTE FUNCTION casement_frozen_classification()
--
ALTER TABLE classification ENABLE ALWAYS TRIGGER frozen_classification
--
CREATE TRIGGER kept_classification BEFORE TRUNCATE ON classification
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_classification()
--
ALTER TABLE classification ENABLE ALWAYS TRIGGER kept_classification
--
CREATE FUNCTION casement_frozen_classification_confirmation() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'a confirmation is frozen; confirm again' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_classification_confirmation BEFORE UPDATE OR DELETE ON classification_confirmation
FOR EACH ROW EXECUTE FUNCTION casement_frozen_classification_confirmation()
--
ALTER TABLE classification_confirmation ENABLE ALWAYS TRIGGER frozen_classification_confirmation
--
CREATE TRIGGER kept_classification_confirmation BEFORE TRUNCATE ON classification_confirmation
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_classification_confirmation()
--
ALTER TABLE classification_confirmation ENABLE ALWAYS TRIGGER kept_classification_confirmation
--
CREATE FUNCTION casement_frozen_policy_result() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'a policy outcome is frozen' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_policy_result BEFORE UPDATE OR DELETE ON policy_result
FOR EACH ROW EXECUTE FUNCTION casement_frozen_policy_result()
--
ALTER TABLE policy_result ENABLE ALWAYS TRIGGER frozen_policy_result
--
CREATE TRIGGER kept_policy_result BEFORE TRUNCATE ON policy_result
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_policy_result()
--
ALTER TABLE policy_result ENABLE ALWAYS TRIGGER kept_policy_result
--
CREATE FUNCTION casement_frozen_decision() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'a decision is irrevocable; correct it by a new one (domain §13)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_decision BEFORE UPDATE OR DELETE ON decision
FOR EACH ROW EXECUTE FUNCTION casement_frozen_decision()
--
ALTER TABLE decision ENABLE ALWAYS TRIGGER frozen_decision
--
CREATE TRIGGER kept_decision BEFORE TRUNCATE ON decision
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_decision()
--
ALTER TABLE decision ENABLE ALWAYS TRIGGER kept_decision
--
CREATE FUNCTION casement_frozen_letter() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'an issued letter is never edited (LT-11)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_letter BEFORE UPDATE OR DELETE ON letter
FOR EACH ROW EXECUTE FUNCTION casement_frozen_letter()
--
ALTER TABLE letter ENABLE ALWAYS TRIGGER frozen_letter
--
CREATE TRIGGER kept_letter BEFORE TRUNCATE ON letter
FOR EACH STATEMENT EXECUTE FUNCTION casement_frozen_letter()
--
ALTER TABLE letter ENABLE ALWAYS TRIGGER kept_letter
--
CREATE FUNCTION casement_frozen_recommendation() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.case_id IS DISTINCT FROM OLD.case_id OR NEW.prepared_by IS DISTINCT FROM OLD.prepared_by OR NEW.prepared_name IS DISTINCT FROM OLD.prepared_name OR NEW.content IS DISTINCT FROM OLD.content OR NEW.content_digest IS DISTINCT FROM OLD.content_digest OR NEW.statement IS DISTINCT FROM OLD.statement OR NEW.signature IS DISTINCT FROM OLD.signature OR NEW.signed_at IS DISTINCT FROM OLD.signed_at OR NEW.signatures_needed IS DISTINCT FROM OLD.signatures_needed) THEN RAISE EXCEPTION 'a signed recommendation is not edited (S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_recommendation BEFORE UPDATE OR DELETE ON recommendation
FOR EACH ROW EXECUTE FUNCTION casement_frozen_recommendation()
--
ALTER TABLE recommendation ENABLE ALWAYS TRIGGER frozen_recommendation
--
CREATE FUNCTION casement_frozen_countersignature() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (NEW.case_id IS DISTINCT FROM OLD.case_id OR NEW.recommendation_id IS DISTINCT FROM OLD.recommendation_id OR NEW.prepared_by IS DISTINCT FROM OLD.prepared_by OR NEW.position IS DISTINCT FROM OLD.position OR NEW.person_id IS DISTINCT FROM OLD.person_id OR NEW.person_name IS DISTINCT FROM OLD.person_name OR NEW.answer IS DISTINCT FROM OLD.answer OR NEW.content_digest IS DISTINCT FROM OLD.content_digest OR NEW.statement IS DISTINCT FROM OLD.statement OR NEW.signature IS DISTINCT FROM OLD.signature OR NEW.signed_at IS DISTINCT FROM OLD.signed_at) THEN RAISE EXCEPTION 'a countersignature is not edited (S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER frozen_countersignature BEFORE UPDATE OR DELETE ON countersignature
FOR EACH ROW EXECUTE FUNCTION casement_frozen_countersignature()
--
ALTER TABLE countersignature ENABLE ALWAYS TRIGGER frozen_countersignature
--
CREATE FUNCTION casement_journal_in_order() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal) OR NEW.previous <> coalesce((SELECT digest FROM journal ORDER BY seq DESC LIMIT 1), '') THEN RAISE EXCEPTION 'the journal is written in order' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
FOR EACH ROW EXECUTE FUNCTION casement_journal_in_order()
--
ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_in_order
--
CREATE FUNCTION casement_decision_four_eyes() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF (SELECT count(*) FROM countersignature c WHERE c.recommendation_id = NEW.recommendation_id AND c.answer = 'accepted' AND c.voided_because = '' AND c.content_digest = NEW.content_digest) < coalesce((SELECT CASE
WHEN r.state = 'accepted' AND r.content_digest = NEW.content_digest AND r.case_id = NEW.case_id THEN r.signatures_needed ELSE 99 END FROM recommendation r WHERE r.id = NEW.recommendation_id), 99) THEN RAISE EXCEPTION 'four eyes: the recommendation lacks valid countersignatures (S-1, S-2, S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER decision_four_eyes BEFORE INSERT ON decision
FOR EACH ROW EXECUTE FUNCTION casement_decision_four_eyes()
--
ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_four_eyes
--
CREATE FUNCTION casement_countersignature_open() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF (SELECT count(*) FROM recommendation r WHERE r.id = NEW.recommendation_id AND r.case_id = NEW.case_id AND r.state = 'signed' AND r.content_digest = NEW.content_digest) = 0 THEN RAISE EXCEPTION 'this recommendation is no longer open to countersignature (S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER countersignature_open BEFORE INSERT ON countersignature
FOR EACH ROW EXECUTE FUNCTION casement_countersignature_open()
--
ALTER TABLE countersignature ENABLE ALWAYS TRIGGER countersignature_open
--
CREATE FUNCTION casement_recommendation_one_open() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF (SELECT count(*) FROM recommendation r WHERE r.case_id = NEW.case_id AND r.state IN ('signed', 'accepted')) > 0 THEN RAISE EXCEPTION 'a case has one open recommendation at a time (S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER recommendation_one_open BEFORE INSERT ON recommendation
FOR EACH ROW EXECUTE FUNCTION casement_recommendation_one_open()
--
ALTER TABLE recommendation ENABLE ALWAYS TRIGGER recommendation_one_open
--
CREATE FUNCTION casement_countersignature_in_order() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.position = 2 AND (SELECT count(*) FROM countersignature c WHERE c.recommendation_id = NEW.recommendation_id AND c.position = 1 AND c.answer = 'accepted' AND c.voided_because = '') = 0 THEN RAISE EXCEPTION 'the second countersignature follows the first (S-2)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER countersignature_in_order BEFORE INSERT ON countersignature
FOR EACH ROW EXECUTE FUNCTION casement_countersignature_in_order()
--
ALTER TABLE countersignature ENABLE ALWAYS TRIGGER countersignature_in_order
--
CREATE FUNCTION casement_recommendation_state() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.state IN ('returned', 'void', 'decided') AND NEW.state <> OLD.state THEN RAISE EXCEPTION 'an ended recommendation stays ended (S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER recommendation_state BEFORE UPDATE ON recommendation
FOR EACH ROW EXECUTE FUNCTION casement_recommendation_state()
--
ALTER TABLE recommendation ENABLE ALWAYS TRIGGER recommendation_state
--
CREATE FUNCTION casement_countersignature_void() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.voided_because <> '' AND NEW.voided_because <> OLD.voided_because THEN RAISE EXCEPTION 'a void countersignature stays void (S-3)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER countersignature_void BEFORE UPDATE ON countersignature
FOR EACH ROW EXECUTE FUNCTION casement_countersignature_void()
--
ALTER TABLE countersignature ENABLE ALWAYS TRIGGER countersignature_void
--
CREATE FUNCTION casement_cases_number() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.reference IS NOT NULL AND NEW.reference IS DISTINCT FROM OLD.reference THEN RAISE EXCEPTION 'a case number never changes' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER cases_number BEFORE UPDATE ON cases
FOR EACH ROW EXECUTE FUNCTION casement_cases_number()
--
ALTER TABLE cases ENABLE ALWAYS TRIGGER cases_number
--
CREATE FUNCTION casement_cases_kept() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF true THEN RAISE EXCEPTION 'a case is never deleted (AU-5)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER cases_kept BEFORE DELETE ON cases
FOR EACH ROW EXECUTE FUNCTION casement_cases_kept()
--
ALTER TABLE cases ENABLE ALWAYS TRIGGER cases_kept
--
CREATE FUNCTION casement_number_series_forward() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.last <> OLD.last + 1 THEN RAISE EXCEPTION 'numbers are given one by one (LT-01)' USING ERRCODE = 'integrity_constraint_violation';
END IF; IF TG_OP = 'DELETE' THEN RETURN OLD;
END IF; RETURN NEW;
END $$
--
CREATE TRIGGER number_series_forward BEFORE UPDATE OR DELETE ON number_series
FOR EACH ROW EXECUTE FUNCTION casement_number_series_forward()
--
ALTER TABLE number_series ENABLE ALWAYS TRIGGER number_series_forward
--
CREATE FUNCTION casement_count_cases() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN IF NEW.state = OLD.state THEN RETURN NEW;
END IF; UPDATE case_count SET number = number - 1 WHERE state = OLD.state;
END IF; INSERT INTO case_count (state, number) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET number = case_count.number + 1; RETURN NEW;
END $$
--
CREATE TRIGGER cases_counted AFTER INSERT OR UPDATE OF state ON cases
FOR EACH ROW EXECUTE FUNCTION casement_count_cases()
--
CREATE TABLE case_search (
  case_id bigint PRIMARY KEY,
  words text NOT NULL,
  lexemes tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, words)) STORED
)
--
CREATE INDEX ix_case_search_lexemes ON case_search USING gin (lexemes)
