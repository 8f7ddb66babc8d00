"""The requests of the base contract, and no others."""

from django.conf import settings
from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils import timezone
from rest_framework import exceptions, generics, renderers, status, views
from rest_framework.response import Response

from . import assistant
from .models import Message, Signal, Thread
from .serializers import MessageSerializer, SignalSerializer, SignInSerializer, ThreadSerializer


class SignIn(views.APIView):
    authentication_classes = []
    permission_classes = []

    def post(self, request):
        serializer = SignInSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.validated_data)


class Me(views.APIView):
    def get(self, request):
        user = request.user
        return Response({name: getattr(user, name) for name in ["id", "username", "email", "first_name", "last_name"]})


class OwnThreads:
    """Archived threads are there only for those who ask for them."""

    serializer_class = ThreadSerializer

    def get_queryset(self):
        threads = Thread.objects.filter(user=self.request.user)
        archived = self.request.query_params.get("archived", "false")
        if archived != "all":
            threads = threads.filter(archived=archived == "true")
        if words := self.request.query_params.get("q"):
            threads = threads.filter(title__icontains=words)
        return threads


class Threads(OwnThreads, generics.ListCreateAPIView):
    def perform_create(self, serializer):
        serializer.save(user=self.request.user)


class OneThread(OwnThreads, generics.RetrieveUpdateDestroyAPIView):
    http_method_names = ["get", "patch", "delete", "head", "options"]

    def retrieve(self, request, *args, **kwargs):
        thread = self.get_object()
        messages = MessageSerializer(thread.messages.all(), many=True).data
        return Response({**self.get_serializer(thread).data, "messages": messages})


class Messages(generics.ListAPIView):
    serializer_class = MessageSerializer

    def get_queryset(self):
        thread = self.request.query_params.get("thread")
        if not thread:
            raise exceptions.ValidationError({"thread": ["This parameter is required."]})
        return Message.objects.filter(thread=thread, thread__user=self.request.user)


class EventStreamRenderer(renderers.BaseRenderer):
    """Declares the media type; what is rendered with it are errors only."""

    media_type = "text/event-stream"
    format = "event-stream"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return renderers.JSONRenderer().render(data)


class PostMessage(views.APIView):
    def get_renderers(self):
        asks_for_stream = self.request.query_params.get("stream") == "true" if self.request else False
        if settings.STREAMING == "empty" or (settings.STREAMING == "empty-stream" and asks_for_stream):
            return []
        if settings.STREAMING == "declared":
            return [renderers.JSONRenderer(), EventStreamRenderer()]
        return [renderers.JSONRenderer()]

    def post(self, request, thread):
        thread = generics.get_object_or_404(Thread, id=thread, user=request.user)
        serializer = MessageSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with transaction.atomic():
            message = serializer.save(thread=thread, role="user")
            assistant.note_signal(message)
            thread.save()
        if request.query_params.get("stream") == "true":
            return StreamingHttpResponse(
                assistant.stream_reply(thread, message.content),
                content_type="text/event-stream",
                headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
            )
        assistant.reply_later(thread, message.content)
        return Response(MessageSerializer(message).data, status=status.HTTP_201_CREATED)


class OwnSignals:
    serializer_class = SignalSerializer

    def get_queryset(self):
        found = Signal.objects.filter(thread__user=self.request.user)
        if thread := self.request.query_params.get("thread_id"):
            found = found.filter(thread=thread)
        if kind := self.request.query_params.get("type"):
            found = found.filter(type=kind)
        if self.request.query_params.get("include_dismissed") != "true":
            found = found.filter(dismissed_at=None)
        return found


class Signals(OwnSignals, generics.ListAPIView):
    pass


class DismissSignal(OwnSignals, generics.GenericAPIView):
    dismisses = True

    def post(self, request, pk):
        signal = self.get_object()
        if not self.dismisses and signal.dismissed_at is None:
            raise exceptions.ValidationError({"detail": "Not dismissed."})
        signal.dismissed_at = timezone.now() if self.dismisses else None
        signal.save()
        return Response(self.get_serializer(signal).data)


class EditSignal(OwnSignals, generics.GenericAPIView):
    def patch(self, request, pk):
        signal = self.get_object()
        signal.text = str(request.data.get("text", "")).strip()
        if not signal.text:
            raise exceptions.ValidationError({"text": ["This field may not be blank."]})
        signal.save()
        return Response(self.get_serializer(signal).data)
