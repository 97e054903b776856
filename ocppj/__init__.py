"""OCPP-J: frames, RPC session, dispatch, link and handshake, blind to role and OCPP version."""
