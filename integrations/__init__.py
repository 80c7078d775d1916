"""Which outside systems does the hotline speak to? One folder or file each: contract, real, harmless double."""
