"""阳政办发〔2024〕9号, executable: every rule once, with its sentence quoted and its clause named."""
