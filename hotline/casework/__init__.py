"""Use cases of the hotline, by who performs them. No HTTP, no SQL, no settings, no clock: `now` is an argument."""
