from django.urls import path
from rest_framework_simplejwt.views import TokenRefreshView

from . import views

urlpatterns = [
    path("api/auth/token/", views.SignIn.as_view()),
    path("api/auth/token/refresh/", TokenRefreshView.as_view()),
    path("api/auth/me/", views.Me.as_view()),
    path("api/chat/threads/", views.Threads.as_view()),
    path("api/chat/threads/<uuid:pk>/", views.OneThread.as_view()),
    path("api/chat/threads/<uuid:thread>/messages/", views.PostMessage.as_view()),
    path("api/chat/messages/", views.Messages.as_view()),
    path("api/signals/", views.Signals.as_view()),
    path("api/signals/<uuid:pk>/dismiss/", views.DismissSignal.as_view()),
    path("api/signals/<uuid:pk>/undismiss/", views.DismissSignal.as_view(dismisses=False)),
    path("api/signals/<uuid:pk>/edit/", views.EditSignal.as_view()),
]
