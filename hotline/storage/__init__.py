"""Where everything is kept: SQLAlchemy 2 on SQLite or PostgreSQL, behind the contracts of `hotline.ports`."""
