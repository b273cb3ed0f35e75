"""What every engine is read with: its table, the driver, the recognition."""
