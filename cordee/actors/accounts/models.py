"""Users, their dated memberships, and who takes part in which thread."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    email = models.EmailField("adresse électronique", unique=True)
    is_active = models.BooleanField("compte ouvert", default=True)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
