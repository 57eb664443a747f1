#include "backend/secret_words.h"

#include <stddef.h>

const char *const secret_words[] = {
	/* what it is, where it is, who it is for */
	"password", "passwort", "wachtwoord", "motdepasse", "contrasena", "passphrase", "passcode", "passwd", "pass", "welkom", "welcome",
	"willkommen", "bienvenue", "letmein", "openup", "login", "logon", "inlog", "account", "access", "admin", "administrator", "beheer",
	"beheerder", "superadmin", "superuser", "sysadmin", "root", "user", "guest", "gast", "test", "tester", "testing", "demo", "default",
	"changeme", "change", "secret", "geheim", "private", "security", "secure", "master", "manager", "server", "database", "postgres",
	"oracle", "system", "windows", "microsoft", "google", "apple", "iphone", "samsung", "linux", "ubuntu", "debian", "office", "computer",
	"internet", "online", "website", "steward", "console", "picture", "library", "photo", "photos", "image", "images", "stock", "company",
	"support", "finance", "privacy", "service", "helpdesk", "nothing", "whatever", "anything", "something", "blahblah", "asdf", "qwer",
	"zxcv", "qwerty", "azerty", "qwertz", "abcd", "abc123", "1q2w3e4r", "1q2w", "q1w2e3r4", "1234", "12345", "123456", "1111", "0000",
	/* names and people that top every leaked list */
	"michael", "jordan", "daniel", "jennifer", "thomas", "robert", "andrew", "joshua", "matthew", "nicole", "jessica", "michelle", "ashley",
	"charlie", "george", "william", "anthony", "martin", "amanda", "maggie", "hunter", "harley", "ranger", "buster", "tigger", "ginger",
	"pepper", "cookie", "bailey", "lovely", "princess", "prinses", "sunshine", "sunflower", "shadow", "dragon", "monkey", "football",
	"baseball", "basketball", "soccer", "hockey", "voetbal", "fussball", "killer", "superman", "batman", "spiderman", "starwars", "pokemon",
	"trustno", "whoami", "freedom", "forever", "mustang", "ferrari", "porsche", "mercedes", "yamaha", "chelsea", "liverpool", "arsenal",
	"ajax", "feyenoord", "barcelona", "realmadrid", "bayern", "amsterdam", "rotterdam", "utrecht", "nederland", "holland", "belgie",
	"deutschland", "berlin", "hamburg", "muenchen", "london", "england", "paris", "france", "europe", "america", "newyork", "chicago",
	"dallas", "boston", "texas", "california", "canada", "australia", "iloveyou", "ihateyou", "ilove", "loveyou", "iwantyou", "ikhouvanjou",
	"houvanje", "schatje", "liefje", "hallo", "hello", "hoihoi", "goedemorgen", "bonjour", "hola", "please", "thankyou", "fuckyou",
	"asshole", "bitch", "pussy", "sexy", "babygirl", "baby", "angel", "butterfly", "flower", "purple", "orange", "yellow", "silver",
	"golden", "diamond", "summer", "winter", "spring", "autumn", "zomer", "lente", "herfst", "sommer", "fruehling", "herbst", "january",
	"february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "januari", "februari", "maart",
	"juni", "juli", "augustus", "oktober", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "maandag",
	"dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "morning", "money", "dollar", "cheese", "banana", "chocolate",
	"coffee", "koffie", "pizza", "chicken", "hamster", "rabbit", "tiger", "eagle", "falcon", "dolphin", "turtle", "horse", "puppy", "kitty",
	"jesus", "christ", "heaven", "blessed", "matrix", "ninja", "samurai", "gandalf", "merlin", "wizard", "magic", "phoenix", "thunder",
	"lightning", "storm", "rocket", "guitar", "music", "metallica", "nirvana", "slipknot", "blink182", "eminem", "rockstar", "minecraft",
	"fortnite", "roblox", "naruto", "zelda", "mario", "pikachu", "family", "familie", "mother", "father", "brother", "sister", "friend",
	"friends", "vriend", "school", "student", "teacher", "doctor", "police", "soldier", "marine", "navy", "army", "number", "letter",
	"garden", "kitchen", "window", "mickey", "donald", "snoopy", "garfield", "scooby", "peanut", "biteme", "zaq12wsx", "passw0rd",
	/* sentences that everybody knows */
	"correcthorsebatterystaple", "correct horse battery staple", "correct-horse-battery-staple", "correct", "battery", "staple",
	"thequickbrownfox", "the quick brown fox jumps over the lazy dog", "the quick brown fox", "jumpsoverthelazydog", "jumps over the lazy dog",
	"tobeornottobe", "to be or not to be", "that is the question", "thatisthequestion", "maytheforcebewithyou", "may the force be with you",
	"onceuponatime", "once upon a time", "open sesame", "opensesame", "hocus pocus", "hocuspocus", "inthebeginning", "in the beginning",
	"lorem ipsum dolor sit amet", "loremipsumdolorsitamet", "lorem", "ipsum", "dolor", "er was eens", "erwaseens", "in den beginne",
	"happybirthday", "happy birthday", "merrychristmas", "merry christmas", "happynewyear", "happy new year", "nevergonnagiveyouup",
	"never gonna give you up", "winteriscoming", "winter is coming", "hakunamatata", "hakuna matata", "allyourbasearebelongtous",
	"iamyourfather", "i am your father", "ihaveadream", "i have a dream", "thisismypassword", "this is my password", "mypassword",
	"ditismijnwachtwoord", "dit is mijn wachtwoord", "mijnwachtwoord", "thisis", "this is", "my password", NULL,
};
