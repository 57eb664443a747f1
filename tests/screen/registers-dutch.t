# variants: 80x24+nl
# The Dutch words of settings, texts, breaches and the compliance check.
mask [0-9]+ van [0-9]+
mask 20[0-9][0-9]-[0-9][0-9]-[0-9][0-9] [0-9:]+
run
burst cora<Tab>demo-cora-lumen-2026<Tab>624039<Enter>
keys Ctrl-P
burst naar instellingen<Enter>
golden settings-dutch
keys Enter
golden setting-dutch
keys Ctrl-P
burst naar datalekken<Enter>
keys Enter
golden breach-dutch
keys 4
golden judgement-dutch
keys Ctrl-P
burst naar teksten<Enter>
golden texts-dutch
keys Ctrl-P
burst nalevingscontrole<Enter>
expect Pincode van medewerkers
expect ! let op
keys Ctrl-P
burst naar toestemmingen<Enter>
expect-row 2 Toestemmingen
include leave.inc
