"""How passwords are hashed: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), about 20 ms a sign-in."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's own hasher takes 100 MiB and eight lanes, which a rush of sign-ins on a small machine cannot pay."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
