# variants: 80x24+nl 132x43+nl
# The Dutch words in their places: nothing that matters is cut at 80 columns.
run
golden login
burst anna<Tab>demo-anna-lumen-2026<Tab>402816<Enter>
golden home
keys u
golden users
keys c
golden users-columns
keys Esc s
golden users-sort
keys Esc f
golden users-filter-line
keys Esc
burst /10009292<Enter><Enter>
golden user-general
keys X
golden denied
keys Tab
golden user-address
keys Tab
golden user-permissions
keys Tab
golden user-access
keys Tab
golden user-addresses
keys Tab
golden user-custom
keys Tab
golden user-notes
keys Tab
golden user-logins
keys 2 F2
golden user-edit
type X
keys Esc
golden unsaved
keys w
keys n
golden user-new
keys F1
golden help-new
keys Esc Esc ?
golden help-list
keys Esc Ctrl-P
golden palette
keys Esc
keys Ctrl-F
golden find-empty
include leave.inc
