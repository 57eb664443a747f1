-- The texts that letters begin with. Only what is missing is added: what staff wrote stays.

INSERT INTO privacy.letter_texts (name, language, subject, body) VALUES
	('receipt', 'en', 'We received your request {number}', E'Dear {person},\n\nWe received your request on {received}. You get our answer by {due} at the latest.\n\n{site}'),
	('receipt', 'nl', 'Wij hebben uw verzoek {number} ontvangen', E'Beste {person},\n\nWij hebben uw verzoek op {received} ontvangen. U krijgt uiterlijk op {due} antwoord.\n\n{site}'),
	('identity', 'en', 'Please show that it is you: request {number}', E'Dear {person},\n\nSo that we give nobody else your data, please answer this mail from the address that we know, or tell us the number of your last invoice. Do not send a copy of a document. Until then the term of your request stands still.\n\n{site}'),
	('identity', 'nl', 'Wilt u laten zien dat u het bent: verzoek {number}', E'Beste {person},\n\nOm uw gegevens niet aan een ander te geven, vragen wij u deze mail te beantwoorden vanaf het adres dat wij kennen, of ons het nummer van uw laatste factuur te noemen. Stuur geen kopie van een document. Tot dan staat de termijn van uw verzoek stil.\n\n{site}'),
	('extension', 'en', 'Your request {number} takes longer', E'Dear {person},\n\nWe need until {due} to answer your request of {received}, because: {reason}\n\nYou can complain to the data protection authority, or go to court.\n\n{site}'),
	('extension', 'nl', 'Uw verzoek {number} duurt langer', E'Beste {person},\n\nWij hebben tot {due} nodig om uw verzoek van {received} te beantwoorden, want: {reason}\n\nU kunt een klacht indienen bij de toezichthouder, of naar de rechter gaan.\n\n{site}'),
	('refusal', 'en', 'Your request {number}', E'Dear {person},\n\nWe cannot do what you asked on {received}, because: {outcome}\n\nYou can complain to the data protection authority, or go to court.\n\n{site}'),
	('refusal', 'nl', 'Uw verzoek {number}', E'Beste {person},\n\nWij kunnen niet doen wat u op {received} vroeg, want: {outcome}\n\nU kunt een klacht indienen bij de toezichthouder, of naar de rechter gaan.\n\n{site}'),
	('access', 'en', 'Your data: request {number}', E'Dear {person},\n\nWith this letter you get the data that we hold on you. The package is encrypted; the passphrase comes by another way. report.html is for reading, data.json for programs.\n\n{site}'),
	('access', 'nl', 'Uw gegevens: verzoek {number}', E'Beste {person},\n\nBij deze brief krijgt u de gegevens die wij van u hebben. Het pakket is versleuteld; het wachtwoord komt langs een andere weg. report.html is om te lezen, data.json voor programma''s.\n\n{site}'),
	('erasure', 'en', 'Your data will be erased: request {number}', E'Dear {person},\n\nWe will erase your data. Invoices must be kept until {until}; they name you until then. You get no further letter, since after the erasure we no longer know your address.\n\n{site}'),
	('erasure', 'nl', 'Uw gegevens worden gewist: verzoek {number}', E'Beste {person},\n\nWij wissen uw gegevens. Facturen moeten bewaard blijven tot {until}; tot dan noemen zij u. U krijgt geen verdere brief, want na het wissen kennen wij uw adres niet meer.\n\n{site}'),
	('partial', 'en', 'Your data are erased in part: request {number}', E'Dear {person},\n\nWe erased what no open invoice needs. The rest follows by itself as soon as nothing is open any more.\n\n{site}'),
	('partial', 'nl', 'Uw gegevens zijn deels gewist: verzoek {number}', E'Beste {person},\n\nWij hebben gewist wat geen open factuur nodig heeft. De rest volgt vanzelf zodra er niets meer openstaat.\n\n{site}'),
	('done', 'en', 'Your request {number} is done', E'Dear {person},\n\nYour request of {received} is done. {outcome}\n\n{site}'),
	('done', 'nl', 'Uw verzoek {number} is afgehandeld', E'Beste {person},\n\nUw verzoek van {received} is afgehandeld. {outcome}\n\n{site}')
ON CONFLICT DO NOTHING;
