"""What people enter about the log, attendance and leave."""
