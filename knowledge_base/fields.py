"""What are the parts of an article called in Chinese? The names officers read in tables, differences and forms."""

LABELS = {
    "id": "编号",
    "category": "类目",
    "title": "标题",
    "body": "内容",
    "department": "发文单位",
    "kind": "材料性质",
    "keywords": "关键字",
    "questions": "相似问法",
    "short": "短答",
    "scope": "适用区域",
    "audience": "适用对象",
    "effective": "生效日",
    "expires": "失效日",
    "review_due": "下次复审日",
    "basis": "依据",
    "sources": "来源",
    "confirmed": "核对日",
}
"""Field of `Article` → its name; the six of the 信阳 notice of 2021 (类目 … 关键字) keep the names they have there."""
