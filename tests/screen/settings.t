# variants: 80x24 132x43
# Settings in their groups, each with the field that fits; a text is drafted, previewed, compared and published.
mask [0-9]+ of [0-9]+|20[0-9]{2}-[0-9]{2}-[0-9]{2}
include login-dirk.inc
keys Ctrl-P
burst go to settings<Enter>
expect-row 2 Settings
golden settings
burst fname~cookie_message<Enter>
expect Cookie message
keys Enter
expect [Value]
keys F2
type off
keys Enter
expect off
keys F2
expect Saved.
expect-sql off | SELECT value FROM site.settings WHERE name = 'cookie_message'
keys ]
expect [History
expect dirk
keys Esc Esc Ctrl-P
burst go to texts<Enter>
expect Privacy policy
golden texts
keys Enter
expect {{controller}}
golden text-draft
keys F2 Tab
golden text-edit
keys Esc
keys ]
expect [Preview
expect Prinsengracht 1
expect keeping
keys 5
expect Yearly look
keys Enter
expect [Text]
keys ]
expect [Since the version before
keys R
expect Take this version as the draft?
keys Esc Esc
include leave.inc
