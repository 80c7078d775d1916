"""How does the hotline speak with a WeChat official account 公众号?

Inbound: `callback` (check, receive, reply). Outbound: `messenger` (contract), `client` (real), `double` (harmless).
For trying and testing: `simulator` plays the citizen's side of the platform.
"""
