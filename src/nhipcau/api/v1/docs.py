"""The interface in words: our own page, because the library's runs scripts of its own."""

from django.shortcuts import render
from django.views.decorators.http import require_GET


def docs_page(api):
    @require_GET
    def page(request):
        schema = api.get_openapi_schema()
        context = {
            "info": schema["info"],
            "operations": list(_operations(schema)),
            "schemas": list(_schemas(schema)),
            "header": "Authorization: Device …",
            "file_name": "openapi.json",
        }
        return render(request, "api/docs.html", context)

    return page


def _operations(schema):
    for address, methods in schema["paths"].items():
        for method, told in methods.items():
            body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
            yield {
                "address": address,
                "method": method.upper(),
                "summary": told.get("summary", ""),
                "description": told.get("description", ""),
                "needs_key": bool(told.get("security")),
                "body": _name(body.get("schema", {})),
                "answers": [
                    (
                        status,
                        _name(
                            answer.get("content", {}).get("application/json", {}).get("schema", {})
                        ),
                    )
                    for status, answer in told["responses"].items()
                ],
            }


def _schemas(schema):
    for name, told in schema["components"]["schemas"].items():
        required = told.get("required", ())
        yield {
            "name": name,
            "description": told.get("description", ""),
            "fields": [
                {
                    "name": field,
                    "type": _type(one),
                    "required": field in required,
                    "description": one.get("description", ""),
                }
                for field, one in told.get("properties", {}).items()
            ],
        }


def _name(told):
    return told.get("$ref", "").rpartition("/")[2]


def _type(told):
    if "$ref" in told:
        return _name(told)
    if "anyOf" in told:
        return " | ".join(_type(one) for one in told["anyOf"])
    if "enum" in told:
        return " | ".join(str(one) for one in told["enum"])
    kind = told.get("type", "")
    if kind == "array" and "items" in told:
        return f"[{_type(told['items'])}]"
    limits = [str(told[one]) for one in ("minimum", "maximum") if one in told]
    return f"{kind} {'…'.join(limits)}".strip()
