-- Guards of the office database on SQLite: frozen rows, four eyes, numbers given one by one, counts, search.
-- Statements are parted by a line that holds only '--'. They carry no data of their own: a migration that
-- changes one installs the whole list anew.
--
CREATE TRIGGER frozen_journal_update BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is only ever added to');
END
--
CREATE TRIGGER frozen_journal_delete BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'the journal is only ever added to');
END
--
CREATE TRIGGER frozen_checkpoint_update BEFORE UPDATE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint never changes');
END
--
CREATE TRIGGER frozen_checkpoint_delete BEFORE DELETE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'a checkpoint never changes');
END
--
CREATE TRIGGER frozen_stored_file_update BEFORE UPDATE ON stored_file
BEGIN
  SELECT RAISE(ABORT, 'stored files are never edited (AU-4)');
END
--
CREATE TRIGGER frozen_stored_file_delete BEFORE DELETE ON stored_file
BEGIN
  SELECT RAISE(ABORT, 'stored files are never edited (AU-4)');
END
--
CREATE TRIGGER frozen_classification_update BEFORE UPDATE ON classification
BEGIN
  SELECT RAISE(ABORT, 'a classification is frozen; run the classifier again');
END
--
CREATE TRIGGER frozen_classification_delete BEFORE DELETE ON classification
BEGIN
  SELECT RAISE(ABORT, 'a classification is frozen; run the classifier again');
END
--
CREATE TRIGGER frozen_classification_confirmation_update BEFORE UPDATE ON classification_confirmation
BEGIN
  SELECT RAISE(ABORT, 'a confirmation is frozen; confirm again');
END
--
CREATE TRIGGER frozen_classification_confirmation_delete BEFORE DELETE ON classification_confirmation
BEGIN
  SELECT RAISE(ABORT, 'a confirmation is frozen; confirm again');
END
--
CREATE TRIGGER frozen_policy_result_update BEFORE UPDATE ON policy_result
BEGIN
  SELECT RAISE(ABORT, 'a policy outcome is frozen');
END
--
CREATE TRIGGER frozen_policy_result_delete BEFORE DELETE ON policy_result
BEGIN
  SELECT RAISE(ABORT, 'a policy outcome is frozen');
END
--
CREATE TRIGGER frozen_decision_update BEFORE UPDATE ON decision
BEGIN
  SELECT RAISE(ABORT, 'a decision is irrevocable; correct it by a new one (domain §13)');
END
--
CREATE TRIGGER frozen_decision_delete BEFORE DELETE ON decision
BEGIN
  SELECT RAISE(ABORT, 'a decision is irrevocable; correct it by a new one (domain §13)');
END
--
CREATE TRIGGER frozen_letter_update BEFORE UPDATE ON letter
BEGIN
  SELECT RAISE(ABORT, 'an issued letter is never edited (LT-11)');
END
--
CREATE TRIGGER frozen_letter_delete BEFORE DELETE ON letter
BEGIN
  SELECT RAISE(ABORT, 'an issued letter is never edited (LT-11)');
END
--
CREATE TRIGGER frozen_recommendation_update BEFORE UPDATE OF case_id, prepared_by, prepared_name, content, content_digest, statement, signature, signed_at, signatures_needed ON recommendation
BEGIN
  SELECT RAISE(ABORT, 'a signed recommendation is not edited (S-3)');
END
--
CREATE TRIGGER frozen_recommendation_delete BEFORE DELETE ON recommendation
BEGIN
  SELECT RAISE(ABORT, 'a signed recommendation is not edited (S-3)');
END
--
CREATE TRIGGER frozen_countersignature_update BEFORE UPDATE OF case_id, recommendation_id, prepared_by, position, person_id, person_name, answer, content_digest, statement, signature, signed_at ON countersignature
BEGIN
  SELECT RAISE(ABORT, 'a countersignature is not edited (S-3)');
END
--
CREATE TRIGGER frozen_countersignature_delete BEFORE DELETE ON countersignature
BEGIN
  SELECT RAISE(ABORT, 'a countersignature is not edited (S-3)');
END
--
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal) OR NEW.previous <> coalesce((SELECT digest FROM journal ORDER BY seq DESC LIMIT 1), '')
BEGIN
  SELECT RAISE(ABORT, 'the journal is written in order');
END
--
CREATE TRIGGER decision_four_eyes BEFORE INSERT ON decision
WHEN (SELECT count(*) FROM countersignature c WHERE c.recommendation_id = NEW.recommendation_id AND c.answer = 'accepted' AND c.voided_because = '' AND c.content_digest = NEW.content_digest) < coalesce((SELECT CASE WHEN r.state = 'accepted' AND r.content_digest = NEW.content_digest AND r.case_id = NEW.case_id THEN r.signatures_needed ELSE 99 END FROM recommendation r WHERE r.id = NEW.recommendation_id), 99)
BEGIN
  SELECT RAISE(ABORT, 'four eyes: the recommendation lacks valid countersignatures (S-1, S-2, S-3)');
END
--
CREATE TRIGGER countersignature_open BEFORE INSERT ON countersignature
WHEN (SELECT count(*) FROM recommendation r WHERE r.id = NEW.recommendation_id AND r.case_id = NEW.case_id AND r.state = 'signed' AND r.content_digest = NEW.content_digest) = 0
BEGIN
  SELECT RAISE(ABORT, 'this recommendation is no longer open to countersignature (S-3)');
END
--
CREATE TRIGGER recommendation_one_open BEFORE INSERT ON recommendation
WHEN (SELECT count(*) FROM recommendation r WHERE r.case_id = NEW.case_id AND r.state IN ('signed', 'accepted')) > 0
BEGIN
  SELECT RAISE(ABORT, 'a case has one open recommendation at a time (S-3)');
END
--
CREATE TRIGGER countersignature_in_order BEFORE INSERT ON countersignature
WHEN NEW.position = 2 AND (SELECT count(*) FROM countersignature c WHERE c.recommendation_id = NEW.recommendation_id AND c.position = 1 AND c.answer = 'accepted' AND c.voided_because = '') = 0
BEGIN
  SELECT RAISE(ABORT, 'the second countersignature follows the first (S-2)');
END
--
CREATE TRIGGER recommendation_state BEFORE UPDATE OF state ON recommendation
WHEN OLD.state IN ('returned', 'void', 'decided') AND NEW.state <> OLD.state
BEGIN
  SELECT RAISE(ABORT, 'an ended recommendation stays ended (S-3)');
END
--
CREATE TRIGGER countersignature_void BEFORE UPDATE OF voided_because ON countersignature
WHEN OLD.voided_because <> '' AND NEW.voided_because <> OLD.voided_because
BEGIN
  SELECT RAISE(ABORT, 'a void countersignature stays void (S-3)');
END
--
CREATE TRIGGER cases_number BEFORE UPDATE OF reference ON cases
WHEN OLD.reference IS NOT NULL AND NEW.reference IS NOT OLD.reference
BEGIN
  SELECT RAISE(ABORT, 'a case number never changes');
END
--
CREATE TRIGGER cases_kept BEFORE DELETE ON cases
BEGIN
  SELECT RAISE(ABORT, 'a case is never deleted (AU-5)');
END
--
CREATE TRIGGER number_series_forward BEFORE UPDATE ON number_series
WHEN NEW.last <> OLD.last + 1
BEGIN
  SELECT RAISE(ABORT, 'numbers are given one by one (LT-01)');
END
--
CREATE TRIGGER number_series_kept BEFORE DELETE ON number_series
BEGIN
  SELECT RAISE(ABORT, 'numbers are given one by one (LT-01)');
END
--
CREATE TRIGGER cases_counted AFTER INSERT ON cases
BEGIN
  INSERT INTO case_count (state, number) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET number = number + 1;
END
--
CREATE TRIGGER cases_recounted AFTER UPDATE OF state ON cases
WHEN NEW.state <> OLD.state
BEGIN
  UPDATE case_count SET number = number - 1 WHERE state = OLD.state; INSERT INTO case_count (state, number) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET number = number + 1;
END
--
CREATE VIRTUAL TABLE case_search USING fts5(words, tokenize="unicode61 remove_diacritics 2", prefix='2 3')
