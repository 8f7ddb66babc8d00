"""Every answer repeats the request's X-Correlation-ID."""

import uuid


class CorrelationMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-Correlation-ID"] = request.headers.get("X-Correlation-ID") or str(uuid.uuid4())
        return response
