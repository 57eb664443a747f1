# variants: 80x24 132x43 80x24+ascii 80x24+mono 80x24+256 132x43+ascii
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
keys 8
expect [Contact 14]
keys 9
expect [Tasks 3]
# From the other end; how many tabs lie between is no matter here.
keys 1 [
expect [Website
golden user-website
keys [
expect wrong password
golden user-logins
keys [
expect [Activity
expect quote request
golden user-activity
# What the row belongs to is one key away.
keys Down Down J
expect-row 2 Messages
keys Esc
expect [Activity
keys 1
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
