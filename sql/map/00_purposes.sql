-- What personal data are kept for. The first file of the map: the others refer to these by name.

CREATE TEMPORARY TABLE wanted_purposes (LIKE privacy.purposes INCLUDING DEFAULTS) ON COMMIT DROP;
INSERT INTO wanted_purposes (name, purpose, ground, retention, term, whole_years, keeps) VALUES
	('', '', '', '', NULL, false, false),
	('account', 'Keeping the customer''s account and answering the customer', 'contract, Art. 6(1)(b)', 'until the account is erased, 3 years after its last use', '3 years', false, false),
	('billing', 'Invoicing and tax', 'legal obligation, Art. 6(1)(c)', '7 years after the year of the last invoice', '7 years', true, true),
	('royalty', 'Paying contributors what they are owed, and showing it', 'contract, Art. 6(1)(b)', '7 years after the year of the payment', '7 years', true, true),
	('licence', 'Showing which use of a picture was licensed to whom', 'legitimate interest, Art. 6(1)(f)', '7 years after the year of the order', '7 years', true, true),
	('marketing', 'Sending news to those who agreed', 'consent, Art. 6(1)(a)', 'until withdrawn', NULL, false, false),
	('service', 'Running the website and improving its search', 'legitimate interest, Art. 6(1)(f)', '13 months', '13 months', false, false),
	('security', 'Keeping strangers out of accounts and finding intrusions', 'legitimate interest, Art. 6(1)(f)', '13 months', '13 months', false, false),
	('staff', 'Access of the staff to the console', 'contract, Art. 6(1)(b)', 'as long as the person works here, and 1 year', NULL, false, false),
	('proof', 'Showing who looked at and changed personal data', 'legal obligation, Art. 6(1)(c) with Art. 5(2) and 32', '3 years', '3 years', false, true),
	('rights', 'Answering requests of data subjects and showing that it was done', 'legal obligation, Art. 6(1)(c) with Art. 12 and 5(2)', '5 years after the year of the answer', '5 years', true, true),
	('consent', 'Showing who agreed to what', 'legal obligation, Art. 6(1)(c) with Art. 7(1)', 'until withdrawn, and 3 years as proof', NULL, false, false),
	('breach', 'Handling breaches of security and telling whom they concern', 'legal obligation, Art. 6(1)(c) with Art. 33(5)', '5 years after it was closed', '5 years', false, true),
	('notes', 'Serving the customer with what was said before', 'legitimate interest, Art. 6(1)(f)', '3 years', '3 years', false, false);
SELECT steward.take_rows('wanted_purposes', 'privacy.purposes', '');
