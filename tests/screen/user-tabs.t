# variants: 80x24 132x43 80x24+ascii 80x24+mono 132x43+ascii
# The record of a user as support sees it: every tab, and the counts.
include login-anna.inc
include open-anna-meier.inc
expect-row 2 active
expect Notes 2
expect-not Changes
golden user-general
look user-general
keys Tab
expect Ringstr. 4
golden user-address
keys Tab
expect set on its group
golden user-permissions
look user-permissions
keys Tab
golden user-access
keys Tab
expect 203.0.113.0/24
golden user-addresses
keys Tab
expect Press card number
golden user-custom
keys Tab
expect [Notes 2]
golden user-notes
keys Tab
expect [Contact 14]
keys Tab
expect [Tasks 3]
keys Tab
expect [Messages 3]
keys Tab
expect [Agreements
keys Tab
expect [Consents
keys Tab
expect [Quotes 2]
golden user-quotes
keys Tab
expect [Search requests 1]
keys Tab
expect [Reservations
keys Tab
expect [Uses
keys Tab
expect [Lightboxes sent
keys Tab
expect [Links sent
keys Tab
expect [Activity
expect quote request
golden user-activity
# What the row belongs to is one key away.
keys Down J
expect-row 2 Messages
keys Esc
expect [Activity
keys Tab
expect wrong password
golden user-logins
keys Tab
golden user-website
keys Tab
expect [General]
keys 2
expect [Address]
keys [ ]
expect [Address]
only ascii expect-ascii
only mono expect-mono
keys Esc
expect-row 2 Users
include leave.inc
