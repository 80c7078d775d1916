"""The rim that browsers, WeChat and the dialogue engine reach: HTTP in, use cases called, pages out."""
