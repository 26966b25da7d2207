"""HTTP of accounts: signing in, one's account, who has access, invitations, links of letters."""
