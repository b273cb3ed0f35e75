"""The archive: the saved files, behind four doors. Nothing else reads saved bytes."""
