"""What a station trusts and proves: certificates, their renewal, security events, TLS."""
