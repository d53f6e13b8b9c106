"""A kept connection is looked at before it is used, and nothing is asked for that."""

import pytest
from django.db import connection

from nhipcau.ops.local_cluster import connect


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_stands_is_usable_and_no_question_is_sent(django_assert_num_queries):
    connection.ensure_connection()
    with django_assert_num_queries(0):
        assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_replaced_before_a_statement_fails(settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with connect(connection.settings_dict["HOST"]) as admin:
        assert admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()[0]

    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != pid
