exec build/tests/lib/selftest/echo
keys h
expect never reached
