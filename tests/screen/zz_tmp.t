include login-anna.inc
expect Home
