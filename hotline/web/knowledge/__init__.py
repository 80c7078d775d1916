"""What do editors and departments see of the knowledge base? A module for each of its rooms; `entrance` opens them."""
