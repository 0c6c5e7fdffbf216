import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.model.act import act_hash, canonical

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_order_of_keys_does_not_change_the_bytes() -> None:
    assert canonical({"b": 1, "a": [2]}) == canonical({"a": [2], "b": 1}) == b'{"a":[2],"b":1}'


def test_text_of_any_script_is_kept_as_utf_8() -> None:
    assert canonical({"name": "蜡烛"}) == '{"name":"蜡烛"}'.encode()


@pytest.mark.parametrize("value", [1.5, [0.1], {"a": float("nan")}])
def test_an_act_is_never_rounded(value: object) -> None:
    with pytest.raises(TypeError, match="integers only"):
        canonical({"weight": value})


def test_keys_are_text() -> None:
    with pytest.raises(TypeError, match="keys are text"):
        canonical({"a": {1: 2}})


@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_the_same_value_always_has_the_same_hash(value: dict[str, object]) -> None:
    assert act_hash(canonical(value)) == act_hash(canonical(dict(reversed(value.items()))))
