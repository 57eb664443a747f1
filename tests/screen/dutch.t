# variants: 80x24+nl 80x24+nl+ascii
# The console in Dutch: what it says itself, what the database says, dates, choices, and the letters that answer a question.
run
expect Wachtwoord
expect console voor medewerkers
burst anna<Tab>demo-anna-lumen-2026<Tab>402817<Enter>
expect Het inloggen is geweigerd
keys Tab
keys Backtab
burst demo-anna-lumen-2026<Tab>402816<Enter>
expect Start
expect Bestellingen die wachten
expect ? alle toetsen

# A date in a filter, refused in Dutch and then taken in Dutch.
keys u
expect Bedrijf
expect actief
keys f
type sinds>31-feb-2026
keys Enter
expect Er is geen dag 31 in februari 2026
keys Esc
keys Esc

# Countries by their Dutch names; what a constraint refuses, in the database's words.
keys u
keys n
expect Gebruikers > nieuw
keys Tab
type niemand
keys Tab
type wie.ook@web.example
keys Tab
keys Tab
type Proef
keys Tab
keys Tab
keys Tab
keys Space
type duits
wait-for Duitsland
keys Enter
expect Duitsland
keys F2
expect Dit is geen e-mailadres.
keys Esc
expect Nog niet opgeslagen
expect o Opslaan   w Weggooien
keys w
expect-not Gebruikers > nieuw

# Sentences about permissions come from the database.
type /
type meier
keys Enter
keys Enter
expect [Algemeen]
keys 3
expect Prijscalculator verplicht
keys ?
expect vraagt user.rename
keys Esc
signal TERM
wait-exit 0
