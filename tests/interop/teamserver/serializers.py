"""The contract's values and the bodies of its requests."""

from django.contrib.auth import authenticate
from rest_framework import serializers
from rest_framework_simplejwt.tokens import RefreshToken

from .models import Message, Signal, Thread


class SignInSerializer(serializers.Serializer):
    """Wrong credentials are an error of the form: 400, not 401."""

    email = serializers.EmailField()
    password = serializers.CharField()

    def validate(self, attrs):
        user = authenticate(username=attrs["email"], password=attrs["password"])
        if user is None:
            raise serializers.ValidationError("Unable to log in with provided credentials.")
        refresh = RefreshToken.for_user(user)
        return {"refresh": str(refresh), "access": str(refresh.access_token)}


class MessageSerializer(serializers.ModelSerializer):
    class Meta:
        model = Message
        fields = ["id", "thread", "role", "content", "metadata", "created_at", "event_id"]
        read_only_fields = ["id", "thread", "role", "metadata", "created_at", "event_id"]


class ThreadSerializer(serializers.ModelSerializer):
    primary_case = serializers.ReadOnlyField(default=None)
    project = serializers.ReadOnlyField(default=None)
    message_count = serializers.SerializerMethodField()
    latest_message = serializers.SerializerMethodField()

    class Meta:
        model = Thread
        fields = [
            "id", "title", "user", "primary_case", "project", "archived", "created_at", "updated_at", "message_count",
            "latest_message",
        ]
        read_only_fields = ["id", "user", "created_at", "updated_at"]

    def get_message_count(self, thread):
        return thread.messages.count()

    def get_latest_message(self, thread):
        latest = thread.messages.last()
        if latest is None:
            return None
        return {
            "id": str(latest.id),
            "role": latest.role,
            "content": latest.content[:100],
            "created_at": serializers.DateTimeField().to_representation(latest.created_at),
        }


class SignalSerializer(serializers.ModelSerializer):
    event = serializers.ReadOnlyField(default=None)
    case = serializers.ReadOnlyField(default=None)
    inquiry = serializers.ReadOnlyField(default=None)
    normalized_text = serializers.SerializerMethodField()
    dedupe_key = serializers.SerializerMethodField()
    confidence = serializers.ReadOnlyField(default=0.9)
    is_dismissed = serializers.SerializerMethodField()
    is_elevated = serializers.ReadOnlyField(default=False)

    class Meta:
        model = Signal
        fields = [
            "id", "event", "type", "text", "normalized_text", "span", "confidence", "dedupe_key", "sequence_index",
            "case", "thread", "inquiry", "dismissed_at", "created_at", "is_dismissed", "is_elevated",
        ]

    def get_normalized_text(self, signal):
        return signal.text.lower()

    def get_dedupe_key(self, signal):
        return f"{signal.type}:{signal.text.lower()}"

    def get_is_dismissed(self, signal):
        return signal.dismissed_at is not None
