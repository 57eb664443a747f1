-- Texts to start from, in English and Dutch, and the words of the data map in Dutch. Applied again when this file changes: the templates follow
-- the file, drafts and what was published stay as people made them. The middle of the policy, what is stored, why and how long, is made from
-- the data map ({{categories}}, {{purposes}}) when it is published.

INSERT INTO site.texts (position, name, language, title, template) VALUES
	(1, 'privacy', 'en', 'Privacy policy', $text$This is how {{site_name}} handles personal data. It was published on {{date}}.

WHO WE ARE
{{controller}}
Questions and requests: {{contact}}
Data protection officer: {{privacy_officer}}

WHAT WE STORE AND WHAT FOR
We store no more than we need for the purposes named here. These are all the kinds of data that we can hold on a person; which of them we hold on you depends on what you do on the site.

{{categories}}

Visitors without an account leave their address on the internet, the kind of their browser and system, and what they searched for and looked at.

WHY WE MAY, AND HOW LONG WE KEEP IT
{{purposes}}

When a term is over, the data are erased or made anonymous. Data that the law makes us keep, such as invoices, stay until that term ends and are used for nothing else.

WHERE THE DATA COME FROM
From you: when you register, order, write to us or use the site. From your organisation, when it has an account to which yours belongs. From our own notes of what was agreed with you.

WHO ELSE SEES THEM
Our own staff, each no more than the work asks for; every look at the record of a customer is recorded. Companies that work for us under a contract: the one that keeps our servers, the one that handles payments, the accountant. The makers of the pictures learn which organisation used a picture and for what, as far as their royalties depend on it. We sell no data. We share data with authorities only where the law obliges us to.

MAILINGS
You receive mailings only if you agreed to them, and you can end that at any time, in My account, with the link in each mailing, or by writing to {{contact}}.

AGE
You can register alone from the age of {{minimum_age}}, and from {{parental_age}} when a parent agrees. Some countries have another age; the registration page says so.

COOKIES
We set the cookies without which the site does not work: they keep you logged in and hold your cart and language. All others are set only after you agreed.

YOUR RIGHTS
You can ask us at any time, free of charge:
- to see all that we hold on you, and to have a copy (access);
- to correct what is wrong (rectification);
- to erase what we need not keep (erasure);
- to stop using it while a question about it is open (restriction);
- to give you what you provided in a form that other systems can read (portability);
- to stop using it for a purpose that rests on our own interest, or for mailings (objection).
Where we rely on your consent, you can withdraw it; what happened before stays lawful. No decision about you is made by a machine alone.

Write to {{contact}}. We answer within a month. So that nobody else receives your data we make sure who asks, and never ask for a copy of an identity card.

If you are not content with our answer, you can complain to {{authority}}, or go to court.

SECURITY
Connections are encrypted. Passwords are stored so that nobody can read them, us included. Should data fall into wrong hands and put you at risk, we tell you.

CHANGES
When this text changes, the new version stands here with its date. Earlier versions can be had on request.
$text$),
	(1, 'privacy', 'nl', 'Privacyverklaring', $text$Zo gaat {{site_name}} om met persoonsgegevens. Deze tekst is gepubliceerd op {{date}}.

WIE WIJ ZIJN
{{controller}}
Vragen en verzoeken: {{contact}}
Functionaris gegevensbescherming: {{privacy_officer}}

WAT WIJ BEWAREN EN WAARVOOR
Wij bewaren niet meer dan nodig is voor de doelen die hier staan. Dit zijn alle soorten gegevens die wij over iemand kunnen hebben; welke wij over u hebben, hangt af van wat u op de site doet.

{{categories}}

Bezoekers zonder account laten hun internetadres na, de soort browser en systeem, en wat zij zochten en bekeken.

WAAROM HET MAG EN HOE LANG WIJ HET BEWAREN
{{purposes}}

Na afloop van de termijn worden de gegevens gewist of geanonimiseerd. Gegevens die wij van de wet moeten bewaren, zoals facturen, blijven tot die termijn om is en worden nergens anders voor gebruikt.

WAAR DE GEGEVENS VANDAAN KOMEN
Van u: wanneer u zich registreert, bestelt, ons schrijft of de site gebruikt. Van uw organisatie, als uw account daarbij hoort. Uit onze eigen notities van wat met u is afgesproken.

WIE ZE NOG MEER ZIET
Onze eigen medewerkers, ieder niet meer dan het werk vraagt; elke blik in het record van een klant wordt vastgelegd. Bedrijven die onder contract voor ons werken: de beheerder van onze servers, de betaaldienst, de accountant. De makers van de beelden horen welke organisatie een beeld waarvoor gebruikte, voor zover hun royalty daarvan afhangt. Wij verkopen geen gegevens. Wij geven gegevens alleen aan de overheid als de wet ons daartoe verplicht.

MAILINGS
U krijgt alleen mailings als u daarmee instemde, en u kunt dat altijd beëindigen: onder Mijn account, met de link in elke mailing, of met een bericht aan {{contact}}.

LEEFTIJD
U kunt zich zelf registreren vanaf {{minimum_age}} jaar, en vanaf {{parental_age}} jaar als een ouder toestemming geeft. In sommige landen geldt een andere leeftijd; dat staat op de registratiepagina.

COOKIES
Wij plaatsen de cookies zonder welke de site niet werkt: zij houden u ingelogd en onthouden uw winkelwagen en taal. Alle andere plaatsen wij pas als u daarmee instemde.

UW RECHTEN
U kunt ons altijd en zonder kosten vragen:
- alles te zien wat wij over u hebben, met een kopie (inzage);
- te verbeteren wat niet klopt (rectificatie);
- te wissen wat wij niet hoeven te bewaren (wissing);
- het niet te gebruiken zolang er een vraag over openstaat (beperking);
- u te geven wat u zelf verstrekte, in een vorm die andere systemen kunnen lezen (overdraagbaarheid);
- het niet meer te gebruiken voor een doel dat op ons eigen belang rust, of voor mailings (bezwaar).
Waar wij op uw toestemming bouwen, kunt u die intrekken; wat daarvoor gebeurde, blijft rechtmatig. Geen besluit over u wordt alleen door een machine genomen.

Schrijf aan {{contact}}. Wij antwoorden binnen een maand. Opdat niemand anders uw gegevens krijgt, gaan wij na wie het vraagt; om een kopie van een identiteitsbewijs vragen wij nooit.

Bent u niet tevreden met ons antwoord, dan kunt u een klacht indienen bij {{authority}}, of naar de rechter gaan.

BEVEILIGING
Verbindingen zijn versleuteld. Wachtwoorden worden zo bewaard dat niemand ze kan lezen, ook wij niet. Mochten gegevens in verkeerde handen komen en u in gevaar brengen, dan zeggen wij het u.

WIJZIGINGEN
Als deze tekst verandert, staat de nieuwe versie hier met haar datum. Eerdere versies zijn op verzoek te krijgen.
$text$),
	(2, 'registration', 'en', 'Before you register', $text$We ask for your name, e-mail address and password, so that you can log in, collect pictures and order them. The rest is up to you; address and VAT number are needed as soon as you want an invoice.

We keep your account until you have it erased, or for three years after its last use. What we store and why is written in our privacy policy at {{site_address}}/privacy.

You can register from the age of {{minimum_age}}, or from {{parental_age}} with the consent of a parent. Some countries have another age.

You receive no mailings unless you tick the box for them.
$text$),
	(2, 'registration', 'nl', 'Voor de registratie', $text$Wij vragen om uw naam, e-mailadres en wachtwoord, zodat u kunt inloggen, beelden verzamelen en ze bestellen. De rest is aan u; adres en btw-nummer zijn nodig zodra u een factuur wilt.

Wij bewaren uw account tot u het laat wissen, of tot drie jaar na het laatste gebruik. Wat wij bewaren en waarom staat in onze privacyverklaring op {{site_address}}/privacy.

U kunt zich registreren vanaf {{minimum_age}} jaar, of vanaf {{parental_age}} jaar met toestemming van een ouder. In sommige landen geldt een andere leeftijd.

U krijgt geen mailings, tenzij u het vakje daarvoor aankruist.
$text$),
	(3, 'cookies', 'en', 'Cookies', $text$We use the cookies without which this site does not work. Others, to count visits, are set only if you agree. More in our privacy policy at {{site_address}}/privacy.
$text$),
	(3, 'cookies', 'nl', 'Cookies', $text$Wij gebruiken de cookies zonder welke deze site niet werkt. Andere, om bezoeken te tellen, plaatsen wij alleen als u daarmee instemt. Meer in onze privacyverklaring op {{site_address}}/privacy.
$text$),
	(4, 'marketing', 'en', 'Mailings', $text$Yes, {{site_name}} may send me news about pictures and offers by e-mail, about once a month. I can end this at any time with the link in each mailing or at {{contact}}.
$text$),
	(4, 'marketing', 'nl', 'Mailings', $text$Ja, {{site_name}} mag mij ongeveer eens per maand per e-mail nieuws over beelden en aanbiedingen sturen. Ik kan dit altijd beëindigen met de link in elke mailing of via {{contact}}.
$text$),
	(5, 'reminder', 'en', 'Reminder of invoice', $text$Dear {name},

Invoice {number} of {date} was due on {due}. {open} of it has not reached us yet.

Perhaps it was overlooked: please pay it, naming the number of the invoice. If you have paid already, or if something is wrong with it, write to {{contact}}.

{{site_name}}
$text$),
	(5, 'reminder', 'nl', 'Herinnering aan factuur', $text$Beste {name},

Factuur {number} van {date} had op {due} betaald moeten zijn. {open} daarvan hebben wij nog niet ontvangen.

Misschien is het erbij ingeschoten: wij verzoeken u te betalen onder vermelding van het factuurnummer. Is er al betaald, of klopt er iets niet, schrijf dan naar {{contact}}.

{{site_name}}
$text$)
ON CONFLICT (name, language) DO UPDATE SET position = excluded.position, template = excluded.template
WHERE (texts.position, texts.template) IS DISTINCT FROM (excluded.position, excluded.template);
UPDATE site.texts SET draft = template WHERE draft = '' AND template <> '' AND version = 1;

INSERT INTO site.text_words (english, dutch) VALUES
	('a credential', 'een inloggegeven'),
	('serves the program alone', 'dient alleen het programma'),
	('known by the address of a computer alone, which others may have used', 'alleen bekend via het adres van een computer, die ook anderen kunnen hebben gebruikt'),
	('names other people', 'noemt andere mensen'),
	('neither provided by the person nor observed', 'niet door de persoon verstrekt en niet waargenomen'),
	('Account, address and contact', 'Account, adres en contact'),
	('Permissions', 'Permissies'),
	('Marketing preference and consents', 'Marketingvoorkeur en toestemmingen'),
	('Searches', 'Zoekopdrachten'),
	('Previews viewed', 'Bekeken voorvertoningen'),
	('Comping images downloaded', 'Gedownloade layoutbeelden'),
	('Log-ins, browsers, systems, addresses and sessions', 'Inloggen, browsers, systemen, internetadressen en sessies'),
	('Lightboxes and their files', 'Lichtbakken en hun bestanden'),
	('Lightboxes sent, and to whom', 'Verstuurde lichtbakken, en aan wie'),
	('Page links sent, and to whom', 'Verstuurde paginalinks, en aan wie'),
	('Cart', 'Winkelwagen'),
	('Quote requests', 'Offerteaanvragen'),
	('Search requests', 'Zoekverzoeken'),
	('Orders', 'Bestellingen'),
	('Downloads', 'Downloads'),
	('Messages in the site', 'Berichten in de site'),
	('Reservations and restrictions', 'Reserveringen en beperkingen'),
	('Usage confirmations', 'Bevestigingen van gebruik'),
	('Invoices and payments', 'Facturen en betalingen'),
	('Custom fields and notes', 'Eigen velden en notities'),
	('Contact moments and tasks', 'Contactmomenten en taken'),
	('Agreements on price and use', 'Afspraken over prijs en gebruik'),
	('Keeping the customer''s account and answering the customer', 'Het account van de klant voeren en de klant antwoorden'),
	('Invoicing and tax', 'Factureren en belasting'),
	('Sending news to those who agreed', 'Nieuws sturen aan wie daarmee instemde'),
	('Running the website and improving its search', 'De website laten werken en het zoeken verbeteren'),
	('Keeping strangers out of accounts and finding intrusions', 'Vreemden buiten accounts houden en inbraken vinden'),
	('Access of the staff to the console', 'Toegang van medewerkers tot de console'),
	('Showing who looked at and changed personal data', 'Aantonen wie persoonsgegevens bekeek en veranderde'),
	('Serving the customer with what was said before', 'De klant bedienen met wat eerder is gezegd'),
	('Paying contributors what they are owed, and showing it', 'Makers betalen wat hun toekomt, en dat aantonen'),
	('Showing which use of a picture was licensed to whom', 'Aantonen welk gebruik van een beeld aan wie is verleend'),
	('Answering requests of data subjects and showing that it was done', 'Verzoeken van betrokkenen beantwoorden en dat aantonen'),
	('legal obligation, Art. 6(1)(c) with Art. 12 and 5(2)', 'wettelijke verplichting, art. 6 lid 1 onder c met art. 12 en 5 lid 2'),
	('7 years after the year of the payment', '7 jaar na het jaar van de betaling'),
	('7 years after the year of the order', '7 jaar na het jaar van de bestelling'),
	('5 years after the year of the answer', '5 jaar na het jaar van het antwoord'),
	('Showing who agreed to what', 'Aantonen wie waarmee instemde'),
	('Handling breaches of security and telling whom they concern', 'Datalekken afhandelen en het zeggen aan wie ze aangaan'),
	('contract, Art. 6(1)(b)', 'overeenkomst, art. 6 lid 1 onder b'),
	('legal obligation, Art. 6(1)(c)', 'wettelijke verplichting, art. 6 lid 1 onder c'),
	('consent, Art. 6(1)(a)', 'toestemming, art. 6 lid 1 onder a'),
	('legitimate interest, Art. 6(1)(f)', 'gerechtvaardigd belang, art. 6 lid 1 onder f'),
	('legal obligation, Art. 6(1)(c) with Art. 5(2) and 32', 'wettelijke verplichting, art. 6 lid 1 onder c met art. 5 lid 2 en 32'),
	('legal obligation, Art. 6(1)(c) with Art. 33(5)', 'wettelijke verplichting, art. 6 lid 1 onder c met art. 33 lid 5'),
	('legal obligation, Art. 6(1)(c) with Art. 7(1)', 'wettelijke verplichting, art. 6 lid 1 onder c met art. 7 lid 1'),
	('until the account is erased, 3 years after its last use', 'tot het account wordt gewist, 3 jaar na het laatste gebruik'),
	('7 years after the year of the last invoice', '7 jaar na het jaar van de laatste factuur'),
	('until withdrawn', 'tot de toestemming wordt ingetrokken'),
	('until withdrawn, and 3 years as proof', 'tot de toestemming wordt ingetrokken, en 3 jaar als bewijs'),
	('13 months', '13 maanden'),
	('as long as the person works here, and 1 year', 'zolang iemand hier werkt, en 1 jaar'),
	('3 years', '3 jaar'),
	('5 years after it was closed', '5 jaar nadat het is afgesloten')
ON CONFLICT (english) DO UPDATE SET dutch = excluded.dutch WHERE text_words.dutch <> excluded.dutch;
