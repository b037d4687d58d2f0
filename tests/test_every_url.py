"""Every address × method × role, against a table written out here; an address that is not in it fails."""

import re
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import transaction
from django.template import Origin
from django.template.loaders.base import Loader
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from tests.plans.attachments.files import PDF
from tests.plans.posting import send

ROLES = (
    "anonymous", "stranger", "council author", "CCG author", "council signatory", "CCG signatory", "chair",
    "assurer", "assurer of another team", "staff", "provider", "local assurer", "region", "national team",
    "ministers’ office", "deputy signatory", "board member", "Healthwatch", "auditor",
)  # fmt: skip
# What a visitor, or an empty form without a token to forget, gets. "in": sent to sign in. "@" names whose sign-off the
# address is about, the council's unless it says otherwise. A plan's pages stay closed to assurers in every state: they
# read what was submitted, under cases.
MATRIX = """
address                                                        method states                   an  st  ca  na  cs  ns  ch  as  oa  sf  pr  la  rg  nt  mi  dp  bm  hw  au
/healthz                                                       GET    draft                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/healthz                                                       POST   draft                    405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/about/                                                        GET    draft                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/about/                                                        POST   draft                    405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/audit/                                                        GET    draft,submitted          in  404 404 404 404 404 404 404 404 200 404 404 404 404 404 404 404 404 200
/audit/                                                        POST   draft                    in  404 404 404 404 404 404 404 404 405 404 404 404 404 404 404 404 404 405
/audit/events.jsonl                                            GET    draft,submitted          in  404 404 404 404 404 404 404 404 200 404 404 404 404 404 404 404 404 200
/audit/events.jsonl                                            POST   draft                    in  404 404 404 404 404 404 404 404 405 404 404 404 404 404 404 404 404 405
/audit/events.csv                                              GET    draft,submitted          in  404 404 404 404 404 404 404 404 200 404 404 404 404 404 404 404 404 200
/audit/events.csv                                              POST   draft                    in  404 404 404 404 404 404 404 404 405 404 404 404 404 404 404 404 404 405
/verify/                                                       GET    draft,submitted          200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/verify/                                                       POST   draft,submitted          422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
/rules/                                                        GET    draft                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/rules/                                                        POST   draft                    405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/account/                                                      GET    draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/account/                                                      POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/account/sign-in/                                              GET    draft                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/account/sign-in/                                              POST   draft                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/account/sign-out/                                             GET    draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/account/sign-out/                                             POST   draft                    in  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in  in
/account/demonstration/<int:pk>/enter/                         GET    draft                    405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/account/demonstration/<int:pk>/enter/                         POST   draft                    302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
/                                                              GET    draft,submitted          in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/                                                              POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/mail/                                                         GET    draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/mail/                                                         POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/mail/<uuid:mail>/                                             GET    draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/mail/<uuid:mail>/                                             POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/notifications/                                                GET    draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/notifications/                                                POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/notifications/read/                                           GET    draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/notifications/read/                                           POST   draft                    in  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
/notifications/settings/                                       GET    draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/notifications/settings/                                       POST   draft                    in  422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
/calendar/                                                     GET    draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/calendar/                                                     POST   draft                    in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/calendar/<str:feed>.ics                                       GET    draft                    200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/calendar/<str:feed>.ics                                       POST   draft                    405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/stuck/                                                        GET    draft                    in  404 404 404 404 404 404 404 404 200 404 404 404 200 404 404 404 404 200
/stuck/                                                        POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/plans/                                                        GET    draft,submitted          in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/plans/                                                        POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/plans/<slug:key>/                                             GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/                                             POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/findings/                                    GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/findings/                                    POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/findings/<path:finding>/                     GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/findings/<path:finding>/                     POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/findings/<path:finding>/                     GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/findings/<path:finding>/                     POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/criteria/                                    GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/criteria/                                    POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/overlaps/                                    GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/overlaps/                                    POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/coverage/                                    GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/coverage/                                    POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/beds/                                        GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/beds/                                        POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/ledger/                                      GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/ledger/                                      POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/ledger/<slug:by>/                            GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/ledger/<slug:by>/                            POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/history/                                     GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/history/                                     POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/invitation/<uuid:invitation>/<str:token>/                     GET    draft,signoff            200 200 403 403 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/invitation/<uuid:invitation>/<str:token>/                     POST   draft,signoff            422 422 403 403 422 422 422 422 422 422 422 422 422 422 422 422 422 422 422
/plans/<slug:key>/commentary/                                  GET    draft,signoff,submitted  in  404 403 403 403 403 403 404 404 404 200 404 404 404 404 403 403 200 404
/plans/<slug:key>/commentary/                                  POST   draft                    in  404 403 403 403 403 403 404 404 404 302 404 404 404 404 403 403 302 404
/plans/<slug:key>/commentary/                                  POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 409 404 404 404 404 403 403 409 404
/plans/<slug:key>/commentary/plan/                             GET    draft,signoff,submitted  in  404 403 403 403 403 403 404 404 404 200 404 404 404 404 403 403 200 404
/plans/<slug:key>/commentary/plan/                             POST   draft,signoff,submitted  in  404 403 403 403 403 403 404 404 404 405 404 404 404 404 403 403 405 404
/plans/<slug:key>/commentary/give/                             GET    draft                    in  404 403 403 403 403 403 404 404 404 302 404 404 404 404 403 403 302 404
/plans/<slug:key>/commentary/give/                             POST   draft                    in  404 403 403 403 403 403 404 404 404 302 404 404 404 404 403 403 302 404
/plans/<slug:key>/commentary/give/                             GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 403 404 404 404 404 403 403 403 404
/plans/<slug:key>/commentary/give/                             POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 403 404 404 404 404 403 403 403 404
/plans/<slug:key>/invited/                                     GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/invited/                                     POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/                                     POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/                   GET    draft,signoff,submitted  in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/                   POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/                   POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/withdraw/          GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/withdraw/          POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/withdraw/          GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/invited/<uuid:invitation>/withdraw/          POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/move/                                        GET    draft                    in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/move/                                        POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/paste/                               GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/paste/                               POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/paste/                               GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/paste/                 GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/paste/                 POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/paste/                 GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/copy-forward/                                GET    draft,signoff            in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/copy-forward/                                POST   draft,signoff            in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/copy-forward/                                GET    signed,submitted         in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/copy-forward/                                POST   signed,submitted         in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/comments/                                    GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/comments/                                    POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/comments/new/                                GET    draft,signoff,submitted  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/comments/new/                                POST   draft,signoff,submitted  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/comments/<uuid:thread>/                      GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/comments/<uuid:thread>/                      POST   draft,signoff,submitted  in  404 422 422 422 422 422 404 404 404 404 404 404 404 404 422 422 404 404
/plans/<slug:key>/compare/                                     GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/compare/                                     POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/compare/paper/                               GET    draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/compare/paper/                               POST   draft,signoff,submitted  in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/compare/paper/<uuid:paper>/                  GET    draft,signoff,submitted  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/compare/paper/<uuid:paper>/                  POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/compare/paper/<uuid:paper>/progress/         GET    draft,signoff,submitted  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/compare/paper/<uuid:paper>/progress/         POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/payment/                                     GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/payment/                                     POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/versions/<int:number>/                       GET    draft                    in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/versions/<int:number>/                       GET    signoff,submitted        in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/versions/<int:number>/                       POST   signoff,submitted        in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/           GET    draft                    in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/           GET    signoff,submitted        in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/           POST   signoff,submitted        in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/progress/  GET    draft                    in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/progress/  GET    signoff,submitted        in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/progress/  POST   signoff,submitted        in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/try-again/ GET    signoff,submitted        in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/try-again/ POST   draft                    in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/versions/<int:number>/<slug:kind>/try-again/ POST   signoff,submitted        in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/attachments/                                 GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/attachments/                                 POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/attachments/                                 POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/attachments/<uuid:attachment>/               GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/attachments/<uuid:attachment>/               POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/attachments/<uuid:attachment>/remove/        GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/attachments/<uuid:attachment>/remove/        POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/attachments/<uuid:attachment>/remove/        GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/attachments/<uuid:attachment>/remove/        POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/                                    GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/                                    POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/                                    GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/                                    POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/draft.xlsx                          GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/draft.xlsx                          POST   draft                    in  404 405 405 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/draft.xlsx                          GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/making/                             GET    draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/making/                             POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/making/                             POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/                      GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/                      POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/                      GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/                      POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/progress/             GET    draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/progress/             POST   draft                    in  404 405 405 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/workbook/<uuid:upload>/progress/             GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/                                     GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/schemes/                                     POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/                                     POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/                       GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/                       POST   draft                    in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/                       POST   signoff,submitted        in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/next-year/             GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/next-year/             POST   draft                    in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/next-year/             GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/next-year/             POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/remove/                GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/remove/                POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/remove/                GET    signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/remove/                POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/removed/                             GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/schemes/removed/                             POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/schemes/history/                             GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/schemes/history/                             POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/history/               GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/history/               POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/history/<int:version>/ GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/history/<int:version>/ POST   draft                    in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/history/<int:version>/ POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/save/                  GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/save/                  POST   draft                    in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/save/                  POST   signoff,submitted        in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/here/                  GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/here/                  POST   draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/here/                  POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/totals/                GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/totals/                POST   draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/schemes/<uuid:scheme>/totals/                POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/contributions/totals/                        GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/contributions/totals/                        POST   draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/contributions/totals/                        POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/measures/totals/                             GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/measures/totals/                             POST   draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/measures/totals/                             POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/history/                      GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/<slug:section>/history/                      POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/<slug:section>/history/<int:version>/        GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/<slug:section>/history/<int:version>/        POST   draft                    in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/history/<int:version>/        POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/save/                         GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/<slug:section>/save/                         POST   draft                    in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/save/                         POST   signoff,submitted        in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/here/                         GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/<slug:section>/here/                         POST   draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/here/                         POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/                              GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/<slug:section>/                              POST   draft                    in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/<slug:section>/                              POST   signoff,submitted        in  404 409 409 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/freeze/                                      GET    draft                    in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/freeze/                                      POST   draft                    in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/freeze/                                      GET    signoff,submitted        in  404 302 302 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/freeze/                                      POST   signoff,submitted        in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/conditions/                           GET    draft,signoff,submitted,recommended,with-ministers in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/conditions/                           GET    decided                  in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/conditions/                           POST   draft,signoff,submitted,recommended,with-ministers in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/conditions/                           POST   decided                  in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/                                      GET    signoff,decided           in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/                                      POST   signoff,decided           in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/                                      GET    draft,submitted,recommended,with-ministers in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/reopen/                                      POST   draft,submitted,recommended,with-ministers in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/timetable/                                   GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/timetable/                                   POST   draft,signoff,submitted  in  404 422 422 422 422 422 404 404 404 404 404 404 404 404 422 422 404 404
/plans/<slug:key>/timetable/<uuid:meeting>/remove/             GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/timetable/<uuid:meeting>/remove/             POST   draft                    in  404 302 404 302 404 404 404 404 404 404 404 404 404 404 302 404 404 404
/plans/<slug:key>/people/                                      GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/people/                                      POST   draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/people/<uuid:organisation>/<slug:role>/      GET    draft,submitted          in  404 403 403 200 403 403 404 404 404 404 404 404 404 404 200 403 404 404
/plans/<slug:key>/people/<uuid:organisation>/<slug:role>/      POST   draft                    in  404 403 403 422 403 403 404 404 404 404 404 404 404 404 422 403 404 404
/plans/<slug:key>/people/deputies/<uuid:deputy>/end/           GET    draft                    in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/people/deputies/<uuid:deputy>/end/           POST   draft                    in  404 403 403 302 403 403 404 404 404 404 404 404 404 404 302 403 404 404
/plans/<slug:key>/route/                                       GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/route/                                       POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/sign/<uuid:organisation>/                    GET    draft                    in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/                    GET    submitted                in  404 403 403 302 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/                    POST   draft,submitted          in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/                    GET    signoff                  in  404 403 403 200 403 403 404 404 404 404 404 404 404 404 200 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/                    POST   signoff                  in  404 403 403 422 403 403 404 404 404 404 404 404 404 404 422 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/@ccg                GET    signoff                  in  404 403 403 403 200 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/@ccg                POST   signoff                  in  404 403 403 403 422 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/@board              GET    signed                   in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/sign/<uuid:organisation>/@board              POST   signed                   in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/sign/<uuid:organisation>/decline/            GET    draft,submitted          in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/decline/            POST   draft,submitted          in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/decline/            GET    signoff,signed           in  404 403 403 200 403 403 404 404 404 404 404 404 404 404 200 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/decline/            POST   signoff,signed           in  404 403 403 422 403 403 404 404 404 404 404 404 404 404 422 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/decline/@ccg        POST   signoff,signed           in  404 403 403 403 422 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/decline/@board      POST   signoff,signed           in  404 403 403 403 403 422 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/sign/<uuid:organisation>/done/               GET    signoff                  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/sign/<uuid:organisation>/done/               GET    signed,submitted         in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/sign/<uuid:organisation>/done/               POST   signed                   in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/             GET    draft                    in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/             POST   draft                    in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/             GET    signoff,signed           in  404 403 403 200 403 403 404 404 404 404 404 404 404 404 200 403 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/             POST   signoff,signed           in  404 403 403 422 403 403 404 404 404 404 404 404 404 404 422 403 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/@board       GET    signoff,signed           in  404 403 403 403 403 200 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/             GET    submitted                in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:organisation>/             POST   submitted                in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:delegation>/end/           GET    signed                   in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/delegations/<uuid:delegation>/end/           POST   signed                   in  404 403 403 302 403 403 404 404 404 404 404 404 404 404 302 403 404 404
/plans/<slug:key>/delegations/<uuid:delegation>/end/           POST   submitted                in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:delegation>/amend/         GET    signed,submitted         in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/delegations/<uuid:delegation>/amend/         POST   signed,submitted         in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/                   GET    draft                    in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/                   POST   draft                    in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/                   GET    signed                   in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/agree/<uuid:organisation>/@board             GET    draft,signoff            in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/@board             GET    submitted                in  404 403 403 403 403 302 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/@board             POST   draft,signoff,submitted  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/@board             GET    signed                   in  404 403 403 403 403 200 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/agree/<uuid:organisation>/@board             POST   signed                   in  404 403 403 403 403 422 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/go-forward/                                  GET    draft,signoff,submitted  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/go-forward/                                  POST   draft,signoff,submitted  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/pack/                                        GET    draft,signoff,submitted  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/pack/                                        POST   draft,signoff,submitted  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/ratify/<uuid:organisation>/                  GET    draft,signed,submitted   in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/ratify/<uuid:organisation>/                  POST   draft,signed,submitted   in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/plans/<slug:key>/submit/                                      GET    draft,signoff,signed     in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/submit/                                      POST   draft,signoff,signed     in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/submit/                                      GET    agreed                   in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/submit/                                      POST   agreed                   in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/submit/                                      POST   submitted                in  404 302 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/submit/done/                                 GET    draft,agreed             in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/plans/<slug:key>/submit/done/                                 GET    submitted                in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/plans/<slug:key>/submit/done/                                 POST   submitted                in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/plans/<slug:key>/withdraw/                                    GET    draft,agreed,assured,recommended,with-ministers,decided in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/withdraw/                                    POST   draft,agreed,assured,recommended,with-ministers,decided in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/withdraw/                                    GET    submitted                in  404 200 200 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/plans/<slug:key>/withdraw/                                    POST   submitted                in  404 422 422 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/                                                        GET    draft,submitted          in  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
/cases/                                                        POST   draft                    in  405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405
/cases/<uuid:case>/                                            GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/                                            GET    submitted,assured,recommended,with-ministers,decided in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/                                            POST   submitted,recommended,with-ministers,decided in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/plan/                                       GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/plan/                                       GET    submitted,assured,recommended,with-ministers,decided in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/plan/                                       POST   submitted,recommended,with-ministers,decided in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/payment/                                    GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/payment/                                    GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/payment/                                    POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/coverage/                                   GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/coverage/                                   GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/coverage/                                   POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/changes/                                    GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/changes/                                    GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/changes/                                    POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/comments/                                   GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/comments/                                   GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/comments/                                   POST   signoff                  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/cases/<uuid:case>/comments/                                   POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/comments/new/                               GET    signoff                  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/cases/<uuid:case>/comments/new/                               GET    submitted,assured        in  404 302 302 302 302 302 302 404 404 404 302 302 302 302 302 302 404 404
/cases/<uuid:case>/comments/new/                               POST   signoff                  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/cases/<uuid:case>/comments/new/                               POST   submitted                in  404 302 302 302 302 302 302 404 404 404 302 302 302 302 302 302 404 404
/cases/<uuid:case>/comments/<uuid:thread>/                     GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/comments/<uuid:thread>/                     GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/comments/<uuid:thread>/                     POST   signoff                  in  404 422 422 422 422 422 404 404 404 404 404 404 404 404 422 422 404 404
/cases/<uuid:case>/comments/<uuid:thread>/                     POST   submitted                in  404 422 422 422 422 422 422 404 404 404 422 422 422 422 422 422 404 404
/cases/<uuid:case>/documents/<slug:kind>/                      GET    signoff                  in  404 302 302 302 302 302 404 404 404 404 404 404 404 404 302 302 404 404
/cases/<uuid:case>/documents/<slug:kind>/                      GET    submitted,assured        in  404 302 302 302 302 302 302 404 404 404 302 302 302 302 302 302 404 404
/cases/<uuid:case>/documents/<slug:kind>/                      POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/attachments/<uuid:attachment>/              GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/attachments/<uuid:attachment>/              GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/attachments/<uuid:attachment>/              POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/letter/                                     GET    submitted,assured,recommended,with-ministers,decided in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/cases/<uuid:case>/letter/                                     POST   submitted,recommended,with-ministers,decided in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/letter/add/                                 GET    submitted,assured,with-ministers in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/letter/add/                                 POST   submitted,with-ministers in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/letter/add/                                 GET    decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 200 403 403 404 404
/cases/<uuid:case>/letter/add/                                 POST   decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 422 403 403 404 404
/cases/<uuid:case>/return/                                     GET    submitted,assured        in  404 403 403 403 403 403 200 404 404 404 200 403 403 403 403 403 404 404
/cases/<uuid:case>/return/                                     GET    recommended              in  404 403 403 403 403 403 403 404 404 404 403 200 403 403 403 403 404 404
/cases/<uuid:case>/return/                                     GET    with-ministers           in  404 403 403 403 403 403 403 404 404 404 403 403 403 200 403 403 404 404
/cases/<uuid:case>/return/                                     GET    decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/return/                                     POST   submitted,assured        in  404 403 403 403 403 403 422 404 404 404 422 403 403 403 403 403 404 404
/cases/<uuid:case>/return/                                     POST   recommended              in  404 403 403 403 403 403 403 404 404 404 403 422 403 403 403 403 404 404
/cases/<uuid:case>/return/                                     POST   with-ministers           in  404 403 403 403 403 403 403 404 404 404 403 403 403 422 403 403 404 404
/cases/<uuid:case>/return/                                     POST   decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/take-up/                                    GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/take-up/                                    POST   signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/take-up/                                    GET    submitted                in  404 403 403 403 403 403 200 404 404 404 200 403 403 403 403 403 404 404
/cases/<uuid:case>/take-up/                                    GET    recommended,with-ministers,decided in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/take-up/                                    POST   submitted                in  404 403 403 403 403 403 302 404 404 404 302 403 403 403 403 403 404 404
/cases/<uuid:case>/take-up/                                    POST   recommended,with-ministers,decided in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/                                     GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/scores/                                     GET    submitted,assured,recommended,with-ministers,decided in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/                                     POST   submitted                in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/                                     GET    taken-up                 in  404 403 403 403 403 403 200 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/                                     POST   taken-up                 in  404 403 403 403 403 403 302 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/                                     POST   recommended,with-ministers,decided in  404 403 403 403 403 403 302 404 404 404 302 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/correct/                             GET    submitted                in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/correct/                             GET    assured                  in  404 403 403 403 403 403 200 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/scores/correct/                             POST   submitted                in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/interest/                                   GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/interest/                                   GET    submitted,recommended,with-ministers,decided in  404 403 403 403 403 403 200 404 404 404 200 200 200 200 403 403 404 404
/cases/<uuid:case>/interest/                                   POST   submitted,recommended,with-ministers,decided in  404 403 403 403 403 403 422 404 404 404 422 422 422 422 403 403 404 404
/cases/<uuid:case>/questions/                                  GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/questions/                                  GET    submitted,assured        in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/questions/                                  POST   submitted                in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/questions/new/                              GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/questions/new/                              GET    submitted,decided        in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/questions/new/                              GET    taken-up,recommended,with-ministers in  404 403 403 403 403 403 200 404 404 404 200 200 200 403 403 403 404 404
/cases/<uuid:case>/questions/new/                              POST   taken-up,recommended,with-ministers in  404 403 403 403 403 403 422 404 404 404 422 422 422 403 403 403 404 404
/cases/<uuid:case>/questions/new/                              POST   decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/questions/<uuid:clarification>/             GET    taken-up,recommended,with-ministers,decided in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/questions/<uuid:clarification>/             POST   taken-up,recommended,with-ministers in  404 422 422 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/questions/<uuid:clarification>/             POST   decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/conditions/                                 GET    signoff                  in  404 200 200 200 200 200 404 404 404 404 404 404 404 404 200 200 404 404
/cases/<uuid:case>/conditions/                                 GET    submitted,taken-up,recommended,with-ministers,decided in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/conditions/                                 POST   taken-up                 in  404 403 403 403 403 403 422 404 404 404 422 403 403 403 403 403 404 404
/cases/<uuid:case>/conditions/                                 POST   recommended              in  404 403 403 403 403 403 403 404 404 404 403 422 403 403 403 403 404 404
/cases/<uuid:case>/conditions/                                 POST   with-ministers           in  404 403 403 403 403 403 403 404 404 404 403 403 422 403 403 403 404 404
/cases/<uuid:case>/conditions/                                 POST   decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/conditions/<uuid:condition>/                GET    taken-up,recommended,with-ministers in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/cases/<uuid:case>/conditions/<uuid:condition>/                GET    decided                  in  404 200 200 200 200 200 200 404 404 404 200 200 200 200 200 200 404 404
/cases/<uuid:case>/conditions/<uuid:condition>/                POST   taken-up,recommended,with-ministers in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/cases/<uuid:case>/conditions/<uuid:condition>/                POST   decided                  in  404 422 403 403 403 403 422 404 404 404 422 403 403 403 403 403 404 404
/cases/<uuid:case>/recommend/                                  GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/recommend/                                  GET    submitted,taken-up,assured,recommended,with-ministers,decided in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/recommend/                                  POST   submitted,taken-up,assured,recommended,with-ministers,decided in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/moderate/                                   GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/moderate/                                   GET    submitted,taken-up,assured in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/moderate/                                   GET    recommended              in  404 403 403 403 403 403 403 404 404 404 403 200 403 403 403 403 404 404
/cases/<uuid:case>/moderate/                                   GET    with-ministers,decided   in  404 403 403 403 403 403 403 404 404 404 403 302 403 403 403 403 404 404
/cases/<uuid:case>/moderate/                                   POST   submitted,taken-up,assured in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/moderate/                                   POST   recommended              in  404 403 403 403 403 403 403 404 404 404 403 422 403 403 403 403 404 404
/cases/<uuid:case>/moderate/                                   POST   with-ministers,decided   in  404 403 403 403 403 403 403 404 404 404 403 302 403 403 403 403 404 404
/cases/<uuid:case>/national-review/                            GET    signoff                  in  404 403 403 403 403 403 404 404 404 404 404 404 404 404 403 403 404 404
/cases/<uuid:case>/national-review/                            GET    submitted,taken-up,assured,recommended,with-ministers in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/national-review/                            GET    decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 302 403 403 403 404 404
/cases/<uuid:case>/national-review/                            POST   submitted,taken-up,assured,recommended,with-ministers in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/national-review/                            POST   decided                  in  404 403 403 403 403 403 403 404 404 404 403 403 302 403 403 403 404 404
/cases/<uuid:case>/recommend/agree/                            GET    signoff                  in  404 405 405 405 405 405 404 404 404 404 404 404 404 404 405 405 404 404
/cases/<uuid:case>/recommend/agree/                            GET    submitted,recommended,with-ministers,decided in  404 405 405 405 405 405 405 404 404 404 405 405 405 405 405 405 404 404
/cases/<uuid:case>/recommend/agree/                            POST   submitted,assured        in  404 403 403 403 403 403 403 404 404 404 403 403 403 403 403 403 404 404
/cases/<uuid:case>/recommend/agree/                            POST   recommended,with-ministers,decided in  404 403 403 403 403 403 403 404 404 404 302 403 403 403 403 403 404 404
/nation/                                                       GET    draft,submitted,recommended,with-ministers,decided in  404 404 404 404 404 404 404 404 404 404 404 200 200 200 404 404 404 404
/nation/                                                       POST   draft,submitted,recommended,with-ministers,decided in  404 404 404 404 404 404 404 404 404 404 404 403 422 403 404 404 404 404
/nation/rounds/<slug:round>/ministers/                         GET    draft,submitted,recommended,with-ministers,decided in  404 404 404 404 404 404 404 404 404 404 404 200 200 200 404 404 404 404
/nation/rounds/<slug:round>/ministers/                         POST   draft,submitted,recommended,with-ministers,decided in  404 404 404 404 404 404 404 404 404 404 404 403 403 403 404 404 404 404
/nation/tranches/<slug:tranche>/                               GET    draft,submitted,recommended in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/nation/tranches/<slug:tranche>/                               GET    with-ministers,decided   in  404 404 404 404 404 404 404 404 404 404 404 200 200 200 404 404 404 404
/nation/tranches/<slug:tranche>/                               POST   draft,submitted,recommended in  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
/nation/tranches/<slug:tranche>/                               POST   with-ministers           in  404 404 404 404 404 404 404 404 404 404 404 403 302 422 404 404 404 404
/nation/tranches/<slug:tranche>/                               POST   decided                  in  404 404 404 404 404 404 404 404 404 404 404 403 403 403 404 404 404 404
"""  # noqa: E501 - a row of the table is a line
STATES = (
    "draft", "signoff", "signed", "agreed", "submitted", "taken-up", "assured", "recommended", "with-ministers",
    "decided",
)  # fmt: skip
METHODS = {"GET", "POST"}
EMPTY_FORM = {"data": b"", "content_type": "application/x-www-form-urlencoded"}
# The administration: what a superuser may do with each table. Records of what people did are there to be read only.
RECORDS, KEPT_BY_HAND = set(), {"add", "change", "delete"}
ADMINISTRATION = {
    "accounts.organisation": KEPT_BY_HAND,
    "accounts.rolegroup": {"change", "delete"},
    "accounts.user": KEPT_BY_HAND,
    "approvals.case": RECORDS,
    "approvals.decision": RECORDS,
    "approvals.letter": RECORDS,
    "approvals.review": RECORDS,
    "approvals.signoff": RECORDS,
    "axes.accessattempt": {"change", "delete"},
    "axes.accessfailurelog": {"change", "delete"},
    "axes.accesslog": {"change", "delete"},
    "plans.document": RECORDS,
    "plans.plan": RECORDS,
    "plans.planversion": RECORDS,
}


def addresses(resolver=None, before="/"):
    """Every address that the project knows, as its patterns write it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def of_the_service(settings):
    """The addresses outside the administration."""
    return [address for address in addresses() if not address.startswith(f"/{settings.ADMIN_PATH}")]


def matrix():
    """The rows of the table: address, whose sign-off it is about, method, states, answers by role."""
    for line in MATRIX.strip().splitlines()[1:]:
        place, method, states, *answers = line.split()
        address, _, whose = place.partition("@")
        yield address, whose or "council", method, states.split(","), dict(zip(ROLES, answers, strict=True))


class World:
    """A locality at work, another beside it, and a client for each role."""

    def __init__(self):
        from approvals.calendar import make_link
        from approvals.meetings import add
        from approvals.standing_in import deputise
        from itf.accounts.models import Role
        from itf.jobs.queue import enqueue
        from itf.mail.models import KeptMail
        from plans import inviting
        from plans.attachments.acts import attach
        from plans.models import ComparisonPaper, PlanDetails, Scheme, WorkbookUpload
        from tests.factories.accounts import UserFactory
        from tests.factories.approvals import WINDOW_CLOSES_ON, a_place
        from tests.factories.comments import a_thread
        from tests.factories.conditions import RoundFactory

        self.place, other = a_place(), a_place("elsewhere")
        self.plan = self.place.plan
        self.scheme = Scheme.objects.get(plan=self.plan)
        people = {
            "stranger": self.place.stranger,
            "council author": self.place.council_author,
            "CCG author": self.place.nhs_author,
            "council signatory": self.place.council_signatory,
            "CCG signatory": self.place.ccg_signatories[0],
            "chair": self.place.chair,
            "assurer": self.place.assurer,
            "assurer of another team": other.assurer,
            "staff": UserFactory(is_staff=True, is_superuser=True),
        }
        self.invitation = inviting.invite(
            self.plan, capacity="provider", organisation="Samplebury Hospital", post="Chief executive",
            email="asked@example.org", by=self.place.council_author, at=timezone.now(),
        )  # fmt: skip
        healthwatch = inviting.invite(
            self.plan, capacity="healthwatch", organisation="Healthwatch Samplebury", post="Chair",
            email="healthwatch@example.org", by=self.place.council_author, at=timezone.now(),
        )  # fmt: skip
        auditor, member = UserFactory(is_staff=True), UserFactory(roles=[(self.place.board, Role.MEMBER)])
        auditor.user_permissions.add(Permission.objects.get(codename="view_auditevent"))
        self.deputy = deputise(
            organisation=self.place.council, role=Role.SIGNATORY, person=UserFactory(), until=None,
            by=self.place.council_signatory, at=timezone.now(),
        )  # fmt: skip
        people |= {
            "provider": self.invitation.account,
            "local assurer": self.place.local_assurer,
            "region": self.place.moderator,
            "national team": self.place.reviewer,
            "ministers’ office": self.place.office,
            "deputy signatory": self.deputy.person,
            "board member": member,
            "Healthwatch": healthwatch.account,
            "auditor": auditor,
        }
        # A round to copy the plan forward to, once it is signed.
        RoundFactory(national_template="jul-2014", first_year="2034/35", second_year="2035/36")
        self.cookies = {role: signed_in(person).cookies for role, person in people.items()}
        self.demo_person = UserFactory(is_demo=True)
        # Lateness not yet explained is a warning that has an address of its own.
        PlanDetails.objects.update(submits_on=WINDOW_CLOSES_ON + timezone.timedelta(days=1))
        self.finding = "V21:plan-details::late_reason"
        self.upload = WorkbookUpload.objects.create(
            plan=self.plan, uploaded_at=timezone.now(), uploaded_by=self.place.council_author, name="ours.xlsx",
            job=enqueue(kind="workbook_upload", key="ours", payload={}),
        )  # fmt: skip
        self.paper = ComparisonPaper.objects.create(
            plan=self.plan, words="0" * 64, asked_at=timezone.now(), asked_by=self.place.council_author,
            job=enqueue(kind="comparison_paper", key="ours", payload={}),
        )  # fmt: skip
        self.attachment = attach(
            self.plan, ContentFile(PDF, "a.pdf"), kind="minutes", by=self.place.council_author, at=timezone.now()
        )
        self.delegation = self.clarification = self.condition = None
        self.thread = a_thread(self.plan, self.place.council_author, audience="assurers")
        self.meeting = add(
            self.plan, organisation=self.place.council, title="Cabinet", meets_on=WINDOW_CLOSES_ON,
            papers_by=WINDOW_CLOSES_ON, by=self.place.council_author, at=timezone.now(),
        )  # fmt: skip
        self.feed = make_link(self.place.chair, at=timezone.now())
        self.mail = KeptMail.objects.create(to="a@example.org", subject="Sign", text="Sign it.")
        author = self.client("council author")
        for address in (f"/plans/{self.plan.key}/vision/", f"/plans/{self.plan.key}/schemes/{self.scheme.pk}/"):
            box = "main-description" if "/schemes/" in address else "main-vision"
            assert send(author, author.get(address), {box: "Saved once."}).status_code == 302

    @property
    def token(self):
        """The secret part of the provider's link."""
        from plans import inviting

        return inviting.TOKENS.token(self.invitation)

    def client(self, role, **options):
        """A browser of someone in this role, as it was after signing in."""
        client = Client(**options)
        client.cookies = SimpleCookie({name: morsel.value for name, morsel in self.cookies.get(role, {}).items()})
        return client

    def bring_to(self, state):
        """Take the plan along its road."""
        place = self.place
        to_the_centre = (self.explain_and_freeze, self.sign_and_delegate, place.agree, self.submit, self.take_up)
        at_the_centre = (self.finish, self.recommend, self.put_before_ministers, self.decide)
        for step in (*to_the_centre, *at_the_centre)[: STATES.index(state)]:
            step()

    def explain_and_freeze(self):
        """Explain the lateness on its page, then freeze."""
        author = self.client("council author")
        page = author.get(f"/plans/{self.plan.key}/findings/{self.finding}/")
        send(author, page, {"explanation": "A test is late."}, form_id="")
        self.place.freeze()

    def sign_and_delegate(self):
        """Every party signs; the council lets its author accept minor amendments."""
        from approvals import delegation

        self.place.sign_all()
        today = timezone.localdate(self.place.at)
        terms = delegation.Terms(self.place.council_author, today, "Cabinet, minute 61", today, ("risks",))
        given = {"organisation": self.place.council, "by": self.place.council_signatory, "at": self.place.at}
        self.delegation = delegation.give(self.place.case(), terms=terms, **given)

    def submit(self):
        """The council author submits."""
        from approvals import workflow

        workflow.submit(self.place.case(), by=self.place.council_author, at=self.place.at)

    def take_up(self):
        """The assurer takes the plan up and asks the authors a question."""
        from approvals import clarifying

        self.place.take_up()
        asked = {"organisation": self.place.team, "by": self.place.assurer, "at": self.place.at}
        self.clarification = clarifying.ask(
            self.place.case(), pin=clarifying.Pin("vision"), question="How many nurses?", **asked
        )

    def finish(self):
        """The assurer scores every line and finishes."""
        from approvals import assurance

        review = self.place.case().reviews.get()
        marks = {score.line: (2, "Sound.") for score in review.scores.all()}
        assurance.score(review, marks=marks, by=self.place.assurer, at=self.place.at)
        assurance.finish(review, by=self.place.assurer, at=self.place.at)

    def recommend(self):
        """Both sides recommend approval, on a condition."""
        self.condition = self.place.draft_condition()
        self.place.recommend("approved_with_conditions")

    def put_before_ministers(self):
        """The region and the national team follow, and the tranche is sent."""
        self.place.moderate("approved_with_conditions")
        self.place.review_nationally("approved_with_conditions")
        self.place.send()

    def decide(self):
        """Ministers approve on that condition."""
        self.place.record("approved_with_conditions")

    def fill(self, address, whose="council"):
        """The address with the ids of this world in it."""
        place, case = self.place, self.place.case()
        bodies = {"council": place.council, "ccg": place.ccgs[0], "board": place.board}
        ids = {
            "key": self.plan.key, "number": 1, "kind": "pdf", "version": 1, "section": "vision", "by": "area",
            "finding": self.finding, "scheme": self.scheme.pk, "upload": self.upload.pk,
            "invitation": self.invitation.pk, "token": self.token, "attachment": self.attachment.pk,
            "mail": self.mail.pk, "paper": self.paper.pk, "meeting": self.meeting.pk, "feed": self.feed,
            "clarification": self.clarification.pk if self.clarification else uuid4(),
            "tranche": (case and case.tranche_id) or "first", "round": self.plan.round_id,
            "condition": self.condition.pk if self.condition else uuid4(),
            "role": "signatory", "deputy": self.deputy.pk,
            "thread": self.thread.pk, "delegation": self.delegation.pk if self.delegation else uuid4(),
            "organisation": bodies[whose].pk, "case": case.pk if case else uuid4(), "pk": self.demo_person.pk,
        }  # fmt: skip
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(ids.get(found[1], 1)), address)


def signed_in(person):
    """A browser of this person."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answer(client, method, address):
    """What an empty request gets, as the table writes it; whatever it did is undone."""
    with transaction.atomic():
        response = client.generic(method, address, **EMPTY_FORM)
        response.getvalue()  # read to its end, a download closes its file
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and "/sign-in/" in response["Location"]
    return "in" if to_sign_in else str(response.status_code)


class BlankPages(Loader):
    """Every template, with nothing in it: what is asked here is whether a page is given, not what it says."""

    def get_template_sources(self, template_name):
        """Any name is known."""
        yield Origin(name=template_name, template_name=template_name, loader=self)

    def get_contents(self, origin):
        """Nothing."""
        return ""


@pytest.fixture
def world(db, settings, caplog, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    # A refusal is logged with its traceback: thousands of them take longer than the requests.
    caplog.set_level("CRITICAL", "django.request")
    settings.DEMO = True
    return World()


@pytest.fixture
def blank_pages(settings):
    engine = settings.TEMPLATES[0]
    options = {**engine["OPTIONS"], "loaders": [f"{__name__}.BlankPages"]}
    return lambda: setattr(settings, "TEMPLATES", [{**engine, "APP_DIRS": False, "OPTIONS": options}])


def test_every_address_is_in_the_table_and_no_other(settings):
    assert {address for address, *_ in matrix()} == set(of_the_service(settings))


def test_every_address_is_in_the_table_for_each_method():
    listed = {(address, method) for address, _, method, *_ in matrix()}

    assert {(address, method) for address, _ in listed for method in METHODS} == listed


@pytest.mark.one_database
@pytest.mark.parametrize("state", STATES)
def test_every_address_answers_every_role_as_the_table_says(world, blank_pages, state):
    world.bring_to(state)
    blank_pages()

    wrong = []
    for address, whose, method, states, answers in matrix():
        url = world.fill(address, whose)
        for role, expected in answers.items() if state in states else ():
            found = answer(world.client(role), method, url)
            if found != expected:
                wrong.append(f"{method} {url} as {role}: {found}, not {expected}")

    assert wrong == []


@pytest.mark.one_database
def test_no_address_takes_another_method(world, blank_pages, settings):
    world.bring_to("submitted")
    blank_pages()

    taken = [
        (method, address, role)
        for address in of_the_service(settings)
        for method in ("PUT", "PATCH", "DELETE")
        for role in ("council author", "assurer", "staff")
        if answer(world.client(role), method, world.fill(address)) not in {"403", "404", "405"}
    ]

    assert taken == []


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_reading_changes_no_row(world, settings, state):
    world.bring_to(state)
    urls = [world.fill(address) for address in of_the_service(settings)]
    before = everything()

    for role in ("council author", "chair", "assurer", "staff"):
        client = world.client(role)
        for url in urls:
            client.get(url, headers={"HX-Request": "true"} if role == "chair" else {}).getvalue()

    assert [table for table, rows in everything().items() if rows != before[table]] == []


@pytest.mark.one_database
def test_form_without_its_token_is_refused_and_changes_no_row(world, blank_pages, settings):
    world.bring_to("submitted")
    blank_pages()
    before = everything()

    answers = [
        (address, role, world.client(role, enforce_csrf_checks=True).post(world.fill(address)))
        # The token is asked for before anyone is known.
        for role in ("anonymous", "council author", "assurer", "staff")
        for address in (addresses() if role == "staff" else of_the_service(settings))
    ]

    assert [(address, role) for address, role, response in answers if response.status_code != 403] == []
    assert {response.templates[0].name for *_, response in answers} == {"403_csrf.html"}
    assert everything() == before


def everything():
    """Every row of every table, but for sessions and for who has which page open."""
    left_out = {Session, apps.get_model("plans", "Presence")}
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
        if model not in left_out
    }


@pytest.mark.one_database
def test_administration_is_closed_to_all_but_administrators(world, settings):
    inside = [world.fill(address) for address in addresses() if address.startswith(f"/{settings.ADMIN_PATH}")]

    for role in (role for role in ROLES if role not in {"staff", "auditor"}):
        answers = {url: answer(world.client(role), "GET", url) for url in inside}
        assert set(answers.values()) <= {"in", "302", "403"}, (role, answers)
    # Staff who read the trail come in, and find nothing there that they may open.
    opened = {url for url in inside if answer(world.client("auditor"), "GET", url) == "200"}
    frame = {"", "password_change/", "password_change/done/", "jsi18n/"}
    assert opened <= {f"/{settings.ADMIN_PATH}{page}" for page in frame}


def test_administrator_writes_what_is_kept_by_hand_and_reads_the_records(world, rf):
    request = rf.get("/")
    request.user = type(world.place.chair)(is_staff=True, is_superuser=True, is_active=True)

    found = {
        model._meta.label_lower: {name for name, may in pages.get_model_perms(request).items() if may} - {"view"}
        for model, pages in admin.site._registry.items()
    }

    reference = {label for label in found if label.startswith(("conditions.", "plans."))} - set(ADMINISTRATION)
    assert found == ADMINISTRATION | dict.fromkeys(reference, KEPT_BY_HAND)
